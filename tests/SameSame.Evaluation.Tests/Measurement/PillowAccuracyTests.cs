using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Datasets;
using SameSame.Evaluation.Measurement;
using SameSame.Evaluation.Preprocessing;
using SameSame.Evaluation.Sessions;
using SameSame.Evaluation.Tests.Preprocessing;
using SameSame.Testing;

namespace SameSame.Evaluation.Tests.Measurement;

/// <summary>FP32 accuracy on resized images, fed by this project's preprocessing and by Pillow's.</summary>
public sealed class PillowAccuracyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // The images are 227 pixels wide and high: one is enlarged, the other reduced.
    [SkippableTheory]
    [InlineData("mobilenet_v2_1.0_224", "bilinear", 256)]
    [InlineData("squeezenet1.1_224", "bicubic", 225)]
    public void Top1_is_within_three_tenths_of_a_point_of_a_run_that_Pillow_feeds(string name, string kernel, int side)
    {
        var (zoo, dataset) = (ZooFile.Read(Places.Imagenet), DatasetFile.Read(Path.Combine(Places.Imagenet, "dataset.yaml")));
        Pillow.Require();
        var entry = zoo.Models.Single(m => m.Name == name);
        var input = entry.Input with { Resize = side, Interpolation = kernel };
        var source = ImageSources.Open(dataset, dataset.Evaluation);
        using var session = new OrtModel(File.ReadAllBytes(zoo.FileOf(entry)), new SessionSettings(2), name);
        var (ours, theirs) = (Top1(source, "ours"), Top1(new RawImages(source, Pillow.Decode(_folder, source.Files, input)), "theirs"));
        Assert.True(ours > 60, $"{ours:0.00}");
        Assert.True(Math.Abs(ours - theirs) <= 0.3, $"{ours:0.00} where Pillow's pixels give {theirs:0.00}");

        double Top1(IImageSource images, string hash)
        {
            using var cache = PixelCache.Open(_folder.Root, images, hash, input, 2, false, default);
            int[] all = [.. Enumerable.Range(0, images.Count)];
            return AccuracyRun.Measure(session, new ImageBatches(cache, all, [.. all.Select(images.Label)], input), null, keepLogits: false, null, default).Top1;
        }
    }

    private sealed class RawImages(IImageSource source, List<byte[]> pixels) : IImageSource
    {
        public int Count => pixels.Count;

        public IReadOnlyList<string> Files => source.Files;

        public int Label(int index) => source.Label(index);

        public string Describe(int index) => source.Describe(index);

        public void Decode(int index, InputSpec input, Span<byte> target) => pixels[index].CopyTo(target);
    }
}
