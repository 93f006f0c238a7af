using SameSame.Evaluation.Datasets;
using SameSame.Evaluation.Preprocessing;
using SameSame.Testing;

namespace SameSame.Evaluation.Tests.Preprocessing;

public sealed class PixelCacheTests : IDisposable
{
    private static readonly InputSpec Input = new() { Height = 16, Width = 16 };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Holds_each_images_pixels_and_is_built_once()
    {
        var source = Source(12);
        using (var cache = Open(source))
        {
            var expected = new byte[Input.PixelBytes];
            for (var i = 0; i < 12; i++)
            {
                source.Decode(i, Input, expected);
                Assert.Equal(expected, cache.Pixels(i).ToArray());
            }
        }

        var written = File.GetLastWriteTimeUtc(CacheFile());
        foreach (var image in source.Files)
            File.WriteAllText(image, "gone");
        using var again = Open(source);
        Assert.Equal(written, File.GetLastWriteTimeUtc(CacheFile()));
    }

    [Fact]
    public void A_file_that_was_cut_short_or_overwritten_is_built_again()
    {
        var source = Source(5);
        byte[] whole;
        using (Open(source))
            whole = File.ReadAllBytes(CacheFile());
        foreach (var broken in new[] { whole[..^1], [.. whole[..100]], new byte[whole.Length] })
        {
            File.WriteAllBytes(CacheFile(), broken);
            Open(source).Dispose();
            Assert.Equal(whole, File.ReadAllBytes(CacheFile()));
        }
    }

    [Fact]
    public void An_interrupted_build_leaves_nothing_behind()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => PixelCache.Open(_folder["cache"], Source(5), "hash", Input, 2, false, cancelled.Token));
        Assert.Empty(Directory.GetFiles(_folder["cache"]));
    }

    [Fact]
    public void An_image_that_does_not_decode_is_named_or_skipped_on_request()
    {
        var source = Source(6);
        File.WriteAllText(source.Files[3], "no image");
        var message = Assert.Throws<BadImageException>(() => Open(source)).Message;
        Assert.StartsWith(source.Files[3], message, StringComparison.Ordinal);
        Assert.EndsWith("repair it, or pass --skip-bad-images", message, StringComparison.Ordinal);
        using (var cache = Open(source, skip: true))
            Assert.Equal([3], Enumerable.Range(0, 6).Where(i => cache.Bad[i]));
        // A cache that was built with skipping does not satisfy whoever did not ask for it.
        Assert.StartsWith(source.Files[3], Assert.Throws<BadImageException>(() => Open(source)).Message, StringComparison.Ordinal);
    }

    private string CacheFile() => Directory.GetFiles(_folder["cache"], "*.pixels").Single();

    private PixelCache Open(IImageSource source, bool skip = false) => PixelCache.Open(_folder["cache"], source, "hash", Input, 2, skip, CancellationToken.None);

    private ImageFolderSource Source(int count) => ImageFolderSource.Open(Pictures.Dataset(_folder, count), _folder["images"]);
}
