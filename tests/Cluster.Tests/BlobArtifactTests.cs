using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;
using SameSame.Bench.Processes;
using SameSame.Evaluation.Configuration;
using SameSame.Grains.Artifacts;
using SameSame.Hosting.Artifacts;

namespace Cluster.Tests;

/// <summary>Artifacts in a container, on a real blob service and always through the settings that name it.</summary>
[Collection("processes")]
public sealed class BlobArtifactTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private readonly AzuriteFixture _azurite = azurite;
    private readonly string _container = $"test-{Guid.NewGuid():n}";

    [SkippableFact]
    public async Task Bytes_come_back_under_their_hash_and_are_stored_once()
    {
        var store = Open();
        var hash = await store.PutAsync([1, 2, 3], default);
        Assert.Equal("039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81", hash);
        var written = Raw.GetBlobs().Single();
        Assert.Equal(hash, written.Name);
        Assert.Equal(hash, await store.PutAsync([1, 2, 3], default));
        Assert.Equal(written.Properties.ETag, Raw.GetBlobs().Single().Properties.ETag);
        Assert.Equal([1, 2, 3], await store.GetAsync(hash, default));
        Assert.True(await store.ExistsAsync(hash, default));
        Assert.False(await store.ExistsAsync(new string('0', 64), default));
    }

    [SkippableFact]
    public async Task Damage_loss_and_names_that_are_no_hash_are_told_apart()
    {
        var store = Open();
        var hash = await store.PutAsync([1, 2, 3], default);
        await Raw.GetBlobClient(hash).UploadAsync(BinaryData.FromBytes(new byte[] { 1, 2, 4 }), overwrite: true);
        await RefusesAsync("does not have the hash in its name; delete it and run again", () => store.GetAsync(hash, default));
        await RefusesAsync("is missing from ", () => store.GetAsync(new string('0', 64), default));
        foreach (var name in new[] { "../other/container", "", new string('G', 64) })
        {
            await RefusesAsync("is no artifact hash", () => store.GetAsync(name, default));
            await RefusesAsync("is no artifact hash", () => store.ExistsAsync(name, default));
        }
    }

    [SkippableFact]
    public async Task Silos_that_store_at_the_same_time_do_not_disturb_each_other()
    {
        var stores = new[] { Open(), Open() };
        // Every silo stores the same ten artifacts, several times over: nobody fails, and each is there once.
        var hashes = await Task.WhenAll(from n in Enumerable.Range(0, 60) select stores[n % 2].PutAsync([(byte)(n % 10), 7, 7], default));
        Assert.Equal(10, hashes.Distinct().Count());
        Assert.Equal(hashes.Distinct().Order(), Raw.GetBlobs().Select(b => b.Name).Order());
        Assert.Equal([4, 7, 7], await stores[1].GetAsync(hashes[4], default));
    }

    [SkippableFact]
    public async Task A_container_that_does_not_exist_is_named_with_what_creates_it()
    {
        var store = Open(create: false);
        foreach (var request in new Func<Task>[] { () => store.PutAsync([1], default), () => store.GetAsync(new string('0', 64), default) })
            await RefusesAsync($"{_container}: the container does not exist; 'samesame silo --migrate'", request);
        Assert.Contains("the container does not exist", await RefusedStartAsync(Settings()), StringComparison.Ordinal);
        Assert.EndsWith($"{_container}: created", BlobContainer.Read(Settings())!.Create(), StringComparison.Ordinal);
        Assert.EndsWith($"{_container}: there already", BlobContainer.Read(Settings())!.Create(), StringComparison.Ordinal);
        await ArtifactStores.RequireAsync(Settings(), default);
        await store.PutAsync([1], default);
    }

    [SkippableFact]
    public async Task Credentials_that_are_refused_are_named_by_their_setting_and_not_shown()
    {
        AzuriteFixture.Require();
        var wrong = Convert.ToBase64String(new byte[64]);
        var settings = Settings($"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={wrong};BlobEndpoint={_azurite.Server.Endpoint};");
        var line = await RefusedStartAsync(settings);
        Assert.Contains("refuses the credentials of ConnectionStrings:artifacts", line, StringComparison.Ordinal);
        Assert.DoesNotContain(wrong, line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
        Assert.Contains("refuses the credentials", Assert.Throws<SpecException>(() => BlobContainer.Read(settings)!.Create()).Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_service_that_is_away_for_a_while_is_waited_for_and_a_silo_does_not_start_on_it()
    {
        AzuriteFixture.Require();
        using var server = await AzuriteServer.StartBlobAsync();
        var settings = Settings(server.ConnectionString);
        BlobContainer.Read(settings)!.Create();
        var store = ArtifactStores.Open(settings);
        var hash = await store.PutAsync([1], default);
        await server.StopAsync();
        Assert.Contains("no answer", await RefusedStartAsync(settings), StringComparison.Ordinal);
        await RefusesAsync("no answer", () => store.ExistsAsync(hash, default));
        var (put, get) = (store.PutAsync([2], default), store.GetAsync(hash, default));
        await server.ResumeAsync();
        Assert.Equal([1], await get);
        Assert.Equal([2], await store.GetAsync(await put, default));
    }

    private BlobContainerClient Raw => new(_azurite.Server.ConnectionString, _container);

    private static async Task RefusesAsync(string answer, Func<Task> request)
    {
        var message = (await Assert.ThrowsAsync<ArtifactException>(request)).Message;
        Assert.Contains(answer, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    private static async Task<string> RefusedStartAsync(IConfiguration settings) =>
        (await Assert.ThrowsAsync<SpecException>(() => ArtifactStores.RequireAsync(settings, default))).Message;

    private IArtifactStore Open(bool create = true)
    {
        AzuriteFixture.Require();
        var settings = Settings();
        if (create)
            BlobContainer.Read(settings)!.Create();
        return ArtifactStores.Open(settings);
    }

    private IConfiguration Settings(string? connection = null) => new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["ConnectionStrings:artifacts"] = connection ?? _azurite.Server.ConnectionString,
        ["SameSame:Artifacts:Blob:Container"] = _container,
    }).Build();
}
