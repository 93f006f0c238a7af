using SameSame.Bench.Processes;
using SameSame.Testing;

namespace Cluster.Tests;

/// <summary>Real silos with different roles, a real client, the sample zoo by name.</summary>
[Collection("processes")]
public sealed class RolesTests : IDisposable
{
    private readonly string _id = $"roles-{Guid.NewGuid():n}";
    private readonly TemporaryFolder _folder = new();
    private readonly List<SiloProcess> _silos = [];
    private readonly PostgresFixture _postgres;

    public RolesTests(PostgresFixture postgres) => _postgres = postgres;

    public void Dispose()
    {
        _silos.ForEach(s => s.Dispose());
        _folder.Dispose();
    }

    [SkippableFact]
    public async Task Work_waits_for_an_evaluator_and_starts_when_one_joins_and_a_stopped_one_hands_its_work_back()
    {
        PostgresFixture.Require();
        var config = Config();
        Assert.Contains("postgresql.sql: applied", (await SameSameProcess.RunAsync("silo", "--migrate", "--config", config)).Output, StringComparison.Ordinal);
        var coordinator = await StartAsync(config, "coordinator,equalizer");
        var spec = _folder.Write("sweep.yaml", "name: remote\nzoo: fashion\ndataset: fashion\nmodels: '*squeezenet'\nbits: [8/8, 4/4]\nmethods: [none, cle]\nimages: 500\n");
        string[] there = ["--cluster", coordinator.Gateway, "--cluster-id", _id];
        using var client = SameSameProcess.Start(["sweep", "run", spec, "--data", _folder["client"], .. there]);

        string status;
        do
            status = (await SameSameProcess.RunAsync(["cluster", .. there])).Output;
        while (!status.Contains("waiting", StringComparison.Ordinal) && client.Running);
        Assert.Contains("cpu: 2 waiting, no device: work waits until a silo with the evaluator role joins", status, StringComparison.Ordinal);
        Assert.Contains("coordinator,equalizer", status, StringComparison.Ordinal);

        var first = await StartAsync(config, "evaluator");
        Assert.Contains("evaluator", (await SameSameProcess.RunAsync(["cluster", .. there])).Output, StringComparison.Ordinal);
        first.Process.Signal("TERM");
        await first.Process.ExitAsync(60);
        Assert.Equal(0, first.Process.ExitCode);
        await StartAsync(config, "evaluator");
        Assert.Equal(0, await client.ExitAsync());
        Assert.Contains("4 cells: 4 measured, 0 reused, 0 failed", client.Error, StringComparison.Ordinal);
        Assert.Contains("fashion_squeezenet", (await SameSameProcess.RunAsync(["leaderboard", .. there])).Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Names_that_are_paths_are_refused()
    {
        PostgresFixture.Require();
        var config = Config();
        await SameSameProcess.RunAsync("silo", "--migrate", "--config", config);
        var silo = await StartAsync(config, "coordinator");
        foreach (var (names, answer) in new[]
        {
            ("zoo: ../fashion\ndataset: fashion", "a cluster takes names, not paths; silos offer fashion"),
            ("zoo: /etc/zoo.yaml\ndataset: fashion", "a cluster takes names, not paths"),
            ("zoo: fashoin\ndataset: fashion", "did you mean fashion?"),
            ("zoo: fashion\ndataset: ../../dataset.yaml", "a cluster takes names, not paths"),
        })
        {
            var spec = _folder.Write("sweep.yaml", $"name: refused\n{names}\n");
            var refused = await SameSameProcess.RunAsync("sweep", "run", spec, "--cluster", silo.Gateway, "--cluster-id", _id);
            Assert.Equal(2, refused.Code);
            Assert.Contains(answer, refused.Error, StringComparison.Ordinal);
        }
    }

    private async Task<SiloProcess> StartAsync(string config, string roles)
    {
        var silo = SiloProcess.Command([Path.Combine(AppContext.BaseDirectory, "samesame.dll"), "silo", "--config", config, "--roles", roles], roles);
        _silos.Add(silo);
        await silo.ServesAsync();
        return silo;
    }

    private string Config() => StoreSettings.Write(_folder["silo.json"], new Dictionary<string, object>(StoreSettings.Postgres(_postgres.Server.ConnectionString))
    {
        ["Orleans:ClusterId"] = _id,
        ["Orleans:ServiceId"] = "samesame",
        ["SameSame:Silo:SiloPort"] = 0,
        ["SameSame:Silo:GatewayPort"] = 0,
        ["SameSame:CpuSlots"] = 2,
        ["SameSame:Artifacts:Folder"] = "artifacts",
        ["SameSame:CacheFolder"] = "cache",
        ["SameSame:Zoos:fashion"] = Path.Combine(Places.Fashion, "zoo.yaml"),
        ["SameSame:Datasets:fashion"] = Path.Combine(Places.Fashion, "dataset.yaml"),
    });
}
