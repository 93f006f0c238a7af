using SameSame.Grains.Artifacts;
using SameSame.Quantization.Equalization;
using SameSame.Testing;

namespace SameSame.Grains.Tests.Units;

public sealed class ArtifactTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Bytes_come_back_under_their_hash_and_are_stored_once()
    {
        var store = new DirectoryArtifactStore(_folder.Root);
        var hash = await store.PutAsync([1, 2, 3], default);
        Assert.Equal("039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81", hash);
        Assert.Equal(hash, await store.PutAsync([1, 2, 3], default));
        Assert.Equal([1, 2, 3], await store.GetAsync(hash, default));
        Assert.True(await store.ExistsAsync(hash, default));
        Assert.Single(Directory.GetFiles(_folder.Root, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Damage_loss_and_names_that_are_no_hash_are_told_apart()
    {
        var store = new DirectoryArtifactStore(_folder.Root);
        var hash = await store.PutAsync([1, 2, 3], default);
        File.WriteAllBytes(Directory.GetFiles(_folder.Root, "*", SearchOption.AllDirectories).Single(), [1, 2, 4]);
        Assert.Contains("does not have the hash in its name", (await Assert.ThrowsAsync<ArtifactException>(() => store.GetAsync(hash, default))).Message, StringComparison.Ordinal);
        Assert.Contains("is missing", (await Assert.ThrowsAsync<ArtifactException>(() => store.GetAsync(new string('0', 64), default))).Message, StringComparison.Ordinal);
        foreach (var name in new[] { "../../etc/passwd", "", new string('G', 64) })
            Assert.Contains("is no artifact hash", (await Assert.ThrowsAsync<ArtifactException>(() => store.GetAsync(name, default))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Factors_come_back_bit_for_bit()
    {
        var factorization = new Factorization("cle", [1, 1 / 3.0, Math.PI * 1e-7], 4);
        var read = FactorizationFormat.Read(FactorizationFormat.Write(factorization));
        Assert.Equal(factorization.Factors, read.Factors);
        Assert.Equal(("cle", 4), (read.Method, read.Rounds));
        Assert.Throws<InvalidDataException>(() => FactorizationFormat.Read([1, 2, 3]));
    }
}
