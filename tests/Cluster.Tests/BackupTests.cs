using SameSame.Bench.Processes;
using SameSame.Testing;

namespace Cluster.Tests;

/// <summary>A backup that is taken while a sweep runs, and brought back elsewhere, as docs/operations.md tells it.</summary>
[Collection("processes")]
public sealed class BackupTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task What_was_measured_before_a_backup_is_there_after_its_restoration_and_the_sweep_under_way_goes_on()
    {
        PostgresFixture.Require();
        var (first, both) = (Spec("first", "[8/8]"), Spec("both", "[8/8, 6/6, 4/8, 4/4]"));
        using var here = await PostgresServer.StartAsync();
        string dump, table;
        using (var silo = await SiloAsync(here, "here"))
        {
            Assert.Contains("2 cells: 2 measured", (await RunAsync(silo, first)).Error, StringComparison.Ordinal);
            table = await TableAsync(silo);
            Assert.Contains("fashion_squeezenet", table, StringComparison.Ordinal);
            using var client = SameSameProcess.Start(["sweep", "run", both, "--data", _folder["client"], "--cluster", silo.Gateway]);
            await Until.TrueAsync("the second sweep runs", async () => (await SameSameProcess.RunAsync("sweep", "list", "--cluster", silo.Gateway)).Output.Contains("both", StringComparison.Ordinal));
            // The database first: what it names was stored before, so the copy of the artifacts that follows has it.
            dump = await here.DumpAsync();
            await ServerProcess.RunAsync("cp", "-r", _folder["here/artifacts"], _folder["copied"]);
        }

        using var there = await PostgresServer.StartAsync();
        await there.RestoreAsync(dump);
        Directory.CreateDirectory(_folder["there"]);
        Directory.Move(_folder["copied"], _folder["there/artifacts"]);
        using var restored = await SiloAsync(there, "there");
        Assert.Equal(table, await TableAsync(restored));
        Assert.Contains("2 cells: 0 measured, 2 reused, 0 failed", (await RunAsync(restored, Spec("again", "[8/8]"))).Error, StringComparison.Ordinal);
        var (code, _, error) = await RunAsync(restored, both);
        Assert.True(code == 0, error);
        Assert.Contains("8 cells:", error, StringComparison.Ordinal);
        Assert.Contains(", 0 failed", error, StringComparison.Ordinal);
    }

    // What the first sweep measured; the second adds other widths.
    private static async Task<string> TableAsync(SiloProcess silo)
    {
        var (code, output, error) = await SameSameProcess.RunAsync("leaderboard", "--bits", "8/8", "--format", "csv", "--cluster", silo.Gateway);
        Assert.True(code == 0, error);
        return output;
    }

    private string Spec(string name, string bits) =>
        _folder.Write($"{name}.yaml", $"name: {name}\nzoo: fashion\ndataset: fashion\nmodels: '*squeezenet'\nbits: {bits}\nmethods: [none, cle]\nimages: 1000\n");

    private Task<(int Code, string Output, string Error)> RunAsync(SiloProcess silo, string spec) =>
        SameSameProcess.RunAsync("sweep", "run", spec, "--data", _folder["client"], "--cluster", silo.Gateway);

    private async Task<SiloProcess> SiloAsync(PostgresServer server, string name)
    {
        Directory.CreateDirectory(_folder[name]);
        var config = StoreSettings.Write(_folder[$"{name}/silo.json"], new Dictionary<string, object>(server.Settings)
        {
            ["Orleans:ClusterId"] = "samesame",
            ["Orleans:ServiceId"] = "samesame",
            ["SameSame:Silo:SiloPort"] = 0,
            ["SameSame:Silo:GatewayPort"] = 0,
            ["SameSame:Artifacts:Folder"] = "artifacts",
            ["SameSame:CacheFolder"] = "cache",
            ["SameSame:Zoos:fashion"] = Path.Combine(Places.Fashion, "zoo.yaml"),
            ["SameSame:Datasets:fashion"] = Path.Combine(Places.Fashion, "dataset.yaml"),
        });
        var (code, _, error) = await SameSameProcess.RunAsync("silo", "--migrate", "--config", config);
        Assert.True(code == 0, error);
        var silo = SiloProcess.Command([Path.Combine(AppContext.BaseDirectory, "samesame.dll"), "silo", "--config", config], "all");
        await silo.ServesAsync();
        return silo;
    }
}
