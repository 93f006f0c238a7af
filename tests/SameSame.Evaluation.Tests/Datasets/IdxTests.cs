using System.IO.Compression;
using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Datasets;
using SameSame.Evaluation.Preprocessing;
using SameSame.Testing;

namespace SameSame.Evaluation.Tests.Datasets;

public sealed class IdxTests : IDisposable
{
    private static readonly byte[] Images = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
    private static readonly byte[] Labels = [0, 0, 8, 1, 0, 0, 0, 2, 7, 9];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(".gz")]
    [InlineData("")]
    public void Images_and_labels_are_read_gzipped_or_not(string ending)
    {
        var source = IdxSource.Open(Write($"i{ending}", Images), Write($"l{ending}", Labels));
        Assert.Equal((2, 7, 9), (source.Count, source.Label(0), source.Label(1)));
        var pixels = new byte[6];
        source.Decode(1, new InputSpec { Height = 2, Width = 3, Order = "gray", Mean = [0], Std = [1] }, pixels);
        Assert.Equal([7, 8, 9, 10, 11, 12], pixels);
    }

    [Fact]
    public void Damaged_files_are_named_with_what_is_wrong()
    {
        var (images, labels) = (Write("i", Images), Write("l", Labels));
        Assert.Contains("no such file", Refusal(_folder["none"], labels), StringComparison.Ordinal);
        Assert.Contains("not an idx file of unsigned bytes with 3 dimensions", Refusal(labels, labels), StringComparison.Ordinal);
        Assert.Contains("its header says 2 x 2 x 3; it is truncated or damaged", Refusal(Write("short", Images[..^1]), labels), StringComparison.Ordinal);
        Assert.Contains("1 labels for the 2 images", Refusal(images, Write("one", [0, 0, 8, 1, 0, 0, 0, 1, 7])), StringComparison.Ordinal);
        File.WriteAllText(_folder["text.gz"], "no gzip");
        Assert.Contains("cannot be read", Refusal(_folder["text.gz"], labels), StringComparison.Ordinal);
    }

    private static string Refusal(string images, string labels) => Assert.Throws<SpecException>(() => IdxSource.Open(images, labels)).Message;

    private string Write(string name, byte[] bytes)
    {
        using var file = File.Create(_folder[name]);
        using Stream stream = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Fastest) : file;
        stream.Write(bytes);
        return _folder[name];
    }
}
