using System.Text.Json;
using Azure.Data.Tables;
using Azure.Data.Tables.Sas;
using Azure.Storage.Blobs;
using SameSame.Bench.Processes;
using SameSame.Bench.Simulation;
using SameSame.Contracts.Results;
using SameSame.Grains.Artifacts;
using SameSame.Hosting.Artifacts;
using SameSame.Hosting.Silos;
using SameSame.Testing;

namespace Cluster.Tests;

/// <summary>The same sweep on each store that configuration can name.</summary>
[Collection("processes")]
public sealed class StoreTests(PostgresFixture postgres)
{
    [Fact]
    public Task Sqlite() => SweepAndReadAgainAsync(folder => StoreSettings.Sqlite(folder["state.db"]), silos: 1);

    [SkippableFact]
    public async Task Postgres()
    {
        PostgresFixture.Require();
        await SweepAndReadAgainAsync(_ => StoreSettings.Postgres(postgres.Server.ConnectionString), silos: 2);
    }

    [SkippableFact]
    public async Task Redis()
    {
        Skip.If(RedisServer.Missing is not null, RedisServer.Missing);
        using var server = await RedisServer.StartAsync();
        await SweepAndReadAgainAsync(_ => StoreSettings.Redis(server.ConnectionString), silos: 2);
    }

    [SkippableTheory]
    [InlineData("connection string")]
    [InlineData("shared access signature")]
    public async Task AzureTable(string access)
    {
        AzuriteFixture.Require();
        using var server = await AzuriteServer.StartTableAsync();
        var signed = new TableServiceClient(server.ConnectionString).GenerateSasUri(TableAccountSasPermissions.All, TableAccountSasResourceTypes.All, DateTimeOffset.UtcNow.AddHours(1));
        await SweepAndReadAgainAsync(_ => StoreSettings.AzureTable(access == "connection string" ? server.ConnectionString : signed.AbsoluteUri), silos: 2);
    }

    [SkippableFact]
    public async Task Artifacts_on_blob_storage()
    {
        AzuriteFixture.Require();
        using var server = await AzuriteServer.StartBlobAsync();
        await SweepAndReadAgainAsync(
            folder => new(StoreSettings.Sqlite(folder["state.db"]).Concat(StoreSettings.BlobArtifacts(server.ConnectionString, "artifacts"))),
            silos: 1,
            folder => Assert.False(Directory.Exists(folder["artifacts"])));
        // Baseline and calibration of each of ten models; the factors are the same for all; the silos' probe.
        Assert.Equal(22, new BlobContainerClient(server.ConnectionString, "artifacts").GetBlobs().Count());
    }

    [Theory]
    [InlineData("sqlite.json")]
    [InlineData("postgresql.json")]
    [InlineData("redis.json")]
    [InlineData("azure.json")]
    public void The_settings_files_name_what_the_tests_use_and_files_that_exist(string name)
    {
        var folder = Path.Combine(Places.Root, "deploy", "config");
        using var settings = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, name)));
        var sameSame = settings.RootElement.GetProperty("SameSame");
        foreach (var file in new[] { "Zoos", "Datasets" }.SelectMany(s => sameSame.GetProperty(s).EnumerateObject()))
            Assert.True(File.Exists(Path.GetFullPath(file.Value.GetString()!, folder)), file.Value.GetString());
        var tested = name switch { "sqlite.json" => StoreSettings.Sqlite("x"), "redis.json" => StoreSettings.Redis("x"), "azure.json" => StoreSettings.AzureTable("x"), _ => StoreSettings.Postgres("x") };
        var orleans = settings.RootElement.GetProperty("Orleans");
        foreach (var (section, key) in new[] { (orleans.GetProperty("Clustering"), "Orleans:Clustering"), (orleans.GetProperty("GrainStorage").GetProperty("Default"), "Orleans:GrainStorage:Default") })
        {
            var wanted = JsonSerializer.SerializeToElement(tested[key]);
            Assert.Equal(wanted.GetProperty("ProviderType").GetString(), section.GetProperty("ProviderType").GetString());
        }

        var artifacts = ArtifactStores.Open(SiloSettings.Read(Path.Combine(folder, name)));
        Assert.IsType(name == "azure.json" ? typeof(BlobArtifactStore) : typeof(DirectoryArtifactStore), artifacts);
    }

    private static async Task SweepAndReadAgainAsync(Func<Workspace, Dictionary<string, object>> store, int silos, Action<Workspace>? look = null)
    {
        using var folder = new Workspace();
        await using var cluster = new SimulatedCluster(folder, store(folder), new SimulationOptions { Devices = 2 });
        string[] roles = [.. Enumerable.Repeat(SimulatedCluster.AllRoles, silos)];
        await cluster.StartAsync(roles);
        await cluster.ConnectAsync();
        var spec = SimulatedCluster.Spec("stored", models: 10, cells: 5);
        await cluster.StartSweepAsync(spec);
        await cluster.FinishAsync(spec);

        // Other processes find it all in the store.
        await Task.WhenAll(cluster.Silos.Select(s => s.KillAsync()));
        cluster.Silos.Clear();
        await cluster.StartAsync(roles);
        await cluster.ConnectAsync();
        await Until.TrueAsync("the results are read", async () => (await cluster.CellsAsync(spec)).Count(c => c.Status == CellStatus.Completed) == 50);
        Assert.Equal(50, (await cluster.ExecutionsAsync()).Values.Sum());
        look?.Invoke(folder);
    }
}
