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
        Assert.EndsWith(".lock", Assert.Single(Directory.GetFiles(_folder["cache"])), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_killed_process_left_behind_is_cleared_away_by_the_next_build()
    {
        var source = Source(5);
        using (Open(source))
        {
        }

        var file = CacheFile();
        File.Move(file, $"{file}.4711.deadbeef.tmp");
        using var again = Open(source);
        Assert.Equal(5, again.Count);
        Assert.Empty(Directory.GetFiles(_folder["cache"], "*.tmp"));
    }

    [Fact]
    public async Task Whoever_comes_while_it_is_built_waits_and_shares_it()
    {
        var slow = new SlowSource(Source(6));
        var openings = Enumerable.Range(0, 4).Select(_ => Task.Run(() => Open(slow))).ToArray();
        slow.Go.Set();
        foreach (var cache in await Task.WhenAll(openings).WaitAsync(TimeSpan.FromSeconds(60)))
            cache.Dispose();
        Assert.Equal(6, slow.Decoded);
    }

    [Fact]
    public void The_folder_lists_what_it_holds_and_is_emptied_on_request()
    {
        Assert.Empty(CacheFolder.List(_folder["nowhere"]));
        using (Open(Source(3)))
        {
        }

        File.WriteAllText(Path.Combine(_folder["cache"], "x.pixels.1.tmp"), "half");
        var entries = CacheFolder.List(_folder["cache"]);
        Assert.Equal(2, entries.Count);
        Assert.Equal(3 * Input.PixelBytes + 64 + 1, entries[0].Bytes);
        Assert.Contains("16x16", entries[0].What, StringComparison.Ordinal);
        Assert.Contains("3 images", entries[0].What, StringComparison.Ordinal);
        Assert.StartsWith("unfinished", entries[1].What, StringComparison.Ordinal);
        Assert.Equal(entries.Sum(e => e.Bytes), CacheFolder.Clear(_folder["cache"]));
        Assert.Empty(CacheFolder.List(_folder["cache"]));
    }

    [Fact]
    public void What_is_not_the_caches_is_neither_listed_nor_deleted()
    {
        foreach (var name in new[] { "thesis.docx", "zoo.yaml", "x.tmp", "pixels", "sizes.json" })
            _folder.Write(name, "somebody's");
        Assert.Empty(CacheFolder.List(_folder.Root));
        Assert.Equal(0, CacheFolder.Clear(_folder.Root));
        Assert.Equal(5, Directory.GetFiles(_folder.Root).Length);
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

    private sealed class SlowSource(ImageFolderSource inner) : IImageSource
    {
        private int _decoded;

        public ManualResetEventSlim Go { get; } = new();

        public int Decoded => _decoded;

        public int Count => inner.Count;

        public IReadOnlyList<string> Files => inner.Files;

        public int Label(int index) => inner.Label(index);

        public string Describe(int index) => inner.Describe(index);

        public void Decode(int index, InputSpec input, Span<byte> pixels)
        {
            Go.Wait(TimeSpan.FromSeconds(30));
            Interlocked.Increment(ref _decoded);
            inner.Decode(index, input, pixels);
        }
    }
}
