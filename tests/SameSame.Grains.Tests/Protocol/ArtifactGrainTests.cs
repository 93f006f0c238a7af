using SameSame.Contracts.Artifacts;
using SameSame.Grains.Tests.Support;

namespace SameSame.Grains.Tests.Protocol;

public class ArtifactGrainTests
{
    [Fact]
    public async Task A_large_artifact_comes_in_pieces_of_a_megabyte()
    {
        await using var cluster = await SweepCluster.StartAsync(silos: 1);
        var content = new byte[2 * FileChunk.MaximumBytes + 17];
        new Random(3).NextBytes(content);
        var grain = cluster.Grains.GetGrain<IArtifactGrain>(await cluster.Artifacts.PutAsync(content, default));
        var read = new List<byte>();
        var pieces = new List<int>();
        while (read.Count < content.Length)
        {
            var chunk = await grain.ReadAsync(read.Count);
            Assert.Equal((content.Length, null), (chunk.Length, chunk.Error));
            read.AddRange(chunk.Bytes);
            pieces.Add(chunk.Bytes.Length);
        }

        Assert.Equal([FileChunk.MaximumBytes, FileChunk.MaximumBytes, 17], pieces);
        Assert.Equal(content, read);
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(2, 1)]
    [InlineData(3, 0)]
    [InlineData(9, 0)]
    [InlineData(-1, 3)]
    public void No_offset_reaches_outside_the_file(long offset, int expected) => Assert.Equal(expected, FileChunk.Of([1, 2, 3], offset).Bytes.Length);
}
