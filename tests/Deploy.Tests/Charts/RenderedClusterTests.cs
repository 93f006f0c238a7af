using System.Text.Json.Nodes;
using Deploy.Tests.Support;
using SameSame.Bench.Processes;
using SameSame.Testing;

namespace Deploy.Tests.Charts;

/// <summary>What the chart renders, run: silos with mutual TLS on real stores, a sweep through the gateways, one silo killed on the way.</summary>
public sealed class RenderedClusterTests : IDisposable
{
    // The chart's sweep, narrowed to what a test has time for.
    private static readonly string[] Narrow = ["--models", "*squeezenet", "--images", "3000"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task On_PostgreSQL()
    {
        Helm.Require();
        Skip.If(PostgresServer.Missing is not null, PostgresServer.Missing);
        using var database = await PostgresServer.StartAsync();
        await SweepAsync("cpu-postgresql-values.yaml", new() { ["samesame-store/connection"] = database.ConnectionString });
    }

    [SkippableFact]
    public async Task On_Azure_Storage()
    {
        Helm.Require();
        Skip.If(AzuriteServer.Missing is not null, AzuriteServer.Missing);
        using var tables = await AzuriteServer.StartTableAsync();
        using var blobs = await AzuriteServer.StartBlobAsync();
        await SweepAsync("gpu-azure-values.yaml", new() { ["samesame-azure/connection"] = $"{tables.ConnectionString}BlobEndpoint={blobs.Endpoint};", ["samesame-oidc/clientSecret"] = "s" });
    }

    private async Task SweepAsync(string values, Dictionary<string, string> secrets)
    {
        using var cluster = new RenderedCluster(await Rendered.OfAsync(values), secrets);
        await cluster.MigrateAsync();
        await cluster.StartAsync();

        // Who shows no certificate, or one of another authority, is refused in a line.
        using var other = new TestAuthority("elsewhere");
        foreach (var args in new[] { [], new[] { "--tls", other.Issue(cluster.Outside, "stranger") } })
        {
            var (code, output) = await cluster.AskAsync(args);
            Assert.Equal(2, code);
            Assert.Contains("no gateway takes this client", Assert.Single(output.Trim().Split('\n')), StringComparison.Ordinal);
        }

        await LookAsync(cluster);
        var json = _folder["cluster.json"];
        using var client = cluster.Sweep("rel-sweep-fashion", [.. Narrow, "--json", json]);
        // A coordinator and an evaluator go while it runs.
        await Until.TrueAsync("work is in hand", async () => (await cluster.AskAsync("--tls", cluster.Certificates("admin"))).Output is var seen
            && (seen.Contains(" leases on", StringComparison.Ordinal) && !seen.Contains(" 0 leases on", StringComparison.Ordinal)) || client.HasExited);
        Assert.False(client.HasExited, $"the sweep ended before anything could be killed: {client.Output}");
        foreach (var owner in cluster.Silos.Select(s => s.Owner).Distinct().ToList())
            cluster.Silos.First(s => s.Owner == owner).Process.Signal("KILL");
        await client.ExitAsync(240);
        Assert.True(client.ExitCode == 0, client.Output);

        var local = _folder["local.json"];
        var spec = _folder.Write("local.yaml", $"name: local\nzoo: {Places.Fashion}/zoo.yaml\ndataset: {Places.Fashion}/dataset.yaml\nbits: [8/8, 4/8]\nmethods: [none, cle]\n");
        var (alone, said) = await ServerProcess.RunAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "samesame.dll"), "sweep", "run", spec, "--data", _folder["data"], "--json", local, .. Narrow]);
        Assert.True(alone == 0, said);
        Assert.Equal(4, Figures(local).Count);
        Assert.Equal(Figures(local), Figures(json));
    }

    // The dashboard sends strangers to the sign-in, and shows the cluster to whoever has a key.
    private static async Task LookAsync(RenderedCluster cluster)
    {
        var (made, key) = await cluster.AskAsync("key create tester --role viewer", "--tls", cluster.Certificates("admin"));
        Assert.True(made == 0, key);
        using var http = cluster.Browser();
        using var stranger = await http.GetAsync("/");
        Assert.Equal("/signin", stranger.Headers.Location!.AbsolutePath);
        http.DefaultRequestHeaders.Add("X-Api-Key", key.Split('\n').Single(l => l.StartsWith("ss_", StringComparison.Ordinal)).Trim());
        var status = JsonNode.Parse(await http.GetStringAsync("/api/v1/cluster"))!;
        Assert.Equal(cluster.Silos.Count, status["silos"]!.AsArray().Count);
    }

    // What a table is made of, by cell.
    private static Dictionary<string, string> Figures(string json) => JsonNode.Parse(File.ReadAllText(json))!["results"]!.AsArray()
        .ToDictionary(r => $"{r!["model"]} {r["weightBits"]}/{r["activationBits"]} {r["method"]}", r => $"{r!["status"]} {r["images"]} {r["top1"]} {r["degradation"]} {r["sqnrDb"]}");
}
