using System.Net;
using System.Net.Sockets;
using SameSame.Bench.Processes;
using SameSame.Testing;

namespace Cluster.Tests;

/// <summary>The probes of a silo, asked as a kubelet asks.</summary>
[Collection("processes")]
public sealed class HealthTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    [SkippableFact]
    public async Task Probes_tell_a_silo_that_starts_one_that_serves_one_without_its_stores_and_one_that_leaves()
    {
        PostgresFixture.Require();
        using var database = await PostgresServer.StartAsync();
        var (config, port) = Config(StoreSettings.Postgres(database.ConnectionString), slots: 1);
        await SameSameProcess.RunAsync("silo", "--migrate", "--config", config);
        using var silo = Start(config);
        // Asked from its first moment on: alive before it serves, ready only afterwards.
        var seen = new List<(int Live, int Startup)>();
        await Until.TrueAsync("it has started", async () =>
        {
            seen.Add((await CodeAsync(port, "live"), await CodeAsync(port, "startup")));
            return seen[^1].Startup == 200;
        });
        Assert.Contains((200, 503), seen);
        await Until.TrueAsync("it is ready", async () => await CodeAsync(port, "ready") == 200);

        await database.StopAsync();
        await Until.TrueAsync("it is not ready without its database", async () => (await AskAsync(port, "ready")) is { Code: 503, Text: var text } && text.Contains("\"database\":\"the database does not answer\"", StringComparison.Ordinal));
        Assert.Equal((200, 200), (await CodeAsync(port, "live"), await CodeAsync(port, "startup")));
        await database.ResumeAsync();
        await Until.TrueAsync("it is ready again", async () => await CodeAsync(port, "ready") == 200);

        // A volume that is gone: a file stands where the folder was.
        Directory.Delete(_folder["artifacts"], recursive: true);
        _folder.Write("artifacts", "");
        await Until.TrueAsync("it is not ready without its artifacts", async () => await CodeAsync(port, "ready") == 503);
        Assert.Equal("""{"status":"Unhealthy","checks":{"started":"ok","member":"ok","database":"ok","artifacts":"artifacts cannot be written","devices":"ok"}}""", (await AskAsync(port, "ready")).Text);
        // What the other side said is in the log, once, and not in an answer that anybody can ask for.
        Assert.Single(silo.Process.Output.Split('\n'), l => l.Contains("not ready: artifacts cannot be written", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_evaluator_without_a_device_is_not_ready_and_says_so()
    {
        var (config, port) = Config(StoreSettings.Sqlite(_folder["samesame.db"]), slots: 0);
        await SameSameProcess.RunAsync("silo", "--migrate", "--config", config);
        using var silo = Start(config);
        await silo.ServesAsync();
        var (code, answer) = await AskAsync(port, "ready");
        Assert.Equal(503, code);
        Assert.Contains("an evaluator without a device", answer, StringComparison.Ordinal);
        Assert.Equal(200, await CodeAsync(port, "startup"));
    }

    [Fact]
    public async Task A_port_that_is_taken_or_none_ends_the_silo_with_one_line()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var (config, _) = Config(StoreSettings.Sqlite(_folder["samesame.db"]), slots: 1);
        foreach (var (port, answer) in new[] { ($"{((IPEndPoint)taken.LocalEndpoint).Port}", "in use"), ("http", "expected a port from 1 to 65535") })
        {
            var (code, _, error) = await SameSameProcess.RunAsync([("Health__Port", port)], "silo", "--config", config);
            Assert.Equal(2, code);
            Assert.Contains($"SameSame:Health:Port", error, StringComparison.Ordinal);
            Assert.Contains(answer, error, StringComparison.Ordinal);
        }
    }

    private static SiloProcess Start(string config) => SiloProcess.Command([Path.Combine(AppContext.BaseDirectory, "samesame.dll"), "silo", "--config", config], "all");

    private (string Config, int Port) Config(Dictionary<string, object> store, int slots)
    {
        var port = PostgresServer.FreePort();
        return (StoreSettings.Write(_folder["silo.json"], new Dictionary<string, object>(store)
        {
            ["Orleans:ClusterId"] = $"health-{port}",
            ["Orleans:ServiceId"] = "samesame",
            ["SameSame:Silo:SiloPort"] = 0,
            ["SameSame:Silo:GatewayPort"] = 0,
            ["SameSame:Health:Port"] = port,
            ["SameSame:CpuSlots"] = slots,
            ["SameSame:Artifacts:Folder"] = "artifacts",
            ["SameSame:CacheFolder"] = "cache",
        }), port);
    }

    private async Task<int> CodeAsync(int port, string probe) => (await AskAsync(port, probe)).Code;

    private async Task<(int Code, string Text)> AskAsync(int port, string probe)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri($"http://127.0.0.1:{port}/healthz/{probe}"));
            return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
        catch (HttpRequestException)
        {
            return (0, "");
        }
    }
}
