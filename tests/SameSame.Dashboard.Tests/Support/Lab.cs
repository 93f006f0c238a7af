using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SameSame.Dashboard.Data;
using SameSame.Hosting.Local;
using SameSame.Testing;

namespace SameSame.Dashboard.Tests.Support;

/// <summary>A local instance that has swept three networks of the sample zoo, and a dashboard on it that lets everybody
/// in.</summary>
public sealed class Lab : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>The swept sweep's id.</summary>
    public string Sweep { get; private set; } = "";

    public ClusterSession Session { get; private set; } = null!;

    public DashboardServer Server { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    /// <summary>A copy of the sample catalogue, whose files tests may change.</summary>
    public string Zoo => _folder["zoo"];

    public async Task InitializeAsync()
    {
        CopyZoo();
        Session = await ClusterSession.OpenAsync(
            new InstanceFolder(_folder["d"]), startWork: true, LogLevel.Critical, default, wakeSweeps: false);
        Server = await ServeAsync(new DashboardOptions { Port = 0 });
        Http = new HttpClient { BaseAddress = Server.Address };
        Sweep = await StartAsync(Body("first", models: "fashion_*net"));
        await EndedAsync(Sweep);
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
        await Session.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Another dashboard on the same instance.</summary>
    public Task<DashboardServer> ServeAsync(DashboardOptions options, bool local = true) =>
        DashboardServer.StartAsync(
            options, new HostInfo(local, "1.2.3"), new ClusterAccess(() => Session.Grains), NullLoggerFactory.Instance, default);

    /// <summary>The fields of a small sweep.</summary>
    public JsonObject Body(string name, string models = "fashion_squeezenet", int images = 300, string[]? methods = null) => new()
    {
        ["name"] = name,
        ["zoo"] = Path.Combine(Zoo, "zoo.yaml"),
        ["dataset"] = Path.Combine(Places.Fashion, "dataset.yaml"),
        ["models"] = models,
        ["images"] = images,
        ["bits"] = new JsonArray("8/8", "4/8"),
        ["methods"] = new JsonArray([.. (methods ?? ["none", "cle"]).Select(m => (JsonNode)m)]),
    };

    /// <summary>Starts a sweep over the HTTP interface.</summary>
    public async Task<string> StartAsync(JsonObject body)
    {
        using var answer = await Http.PostAsJsonAsync("/api/v1/sweeps", body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return (string)JsonNode.Parse(text)!["id"]!;
    }

    /// <summary>Waits for a sweep's end.</summary>
    public async Task<JsonNode> EndedAsync(string id)
    {
        JsonNode? sweep = null;
        await Until.TrueAsync($"{id} ends", async () =>
        {
            sweep = JsonNode.Parse(await Http.GetStringAsync($"/api/v1/sweeps/{id}"))!;
            return (string)sweep["state"]! is "finished" or "cancelled" or "failed";
        });
        return sweep!;
    }

    private void CopyZoo()
    {
        Directory.CreateDirectory(Path.Combine(Zoo, "models"));
        foreach (var file in Directory.GetFiles(Path.Combine(Places.Fashion, "models"), "*.onnx"))
            File.Copy(file, Path.Combine(Zoo, "models", Path.GetFileName(file)));
        // Without hashes and reference accuracies: tests change files.
        File.WriteAllLines(Path.Combine(Zoo, "zoo.yaml"), File.ReadAllLines(Path.Combine(Places.Fashion, "zoo.yaml"))
            .Where(l => !l.Contains("sha256:", StringComparison.Ordinal) && !l.Contains("reference:", StringComparison.Ordinal)));
    }
}

/// <summary>Tests that share one instance.</summary>
[CollectionDefinition(Name)]
public sealed class LabCollection : ICollectionFixture<Lab>
{
    public const string Name = "lab";
}
