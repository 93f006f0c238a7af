using SameSame.Evaluation.Datasets;
using SameSame.Evaluation.Measurement;
using SameSame.Evaluation.Preprocessing;

namespace SameSame.Testing;

/// <summary>Smooth pictures with some detail and noise, made on the spot for any input size: enough to calibrate and compare networks whose accuracy does not matter.</summary>
public sealed class MadeImages(int count, int seed) : IImageSource
{
    /// <inheritdoc/>
    public int Count => count;

    /// <inheritdoc/>
    public IReadOnlyList<string> Files => [];

    /// <summary>The pictures as batches of an input.</summary>
    public static ImageBatches Batches(TemporaryFolder cache, InputSpec input, int count, int seed)
    {
        var source = new MadeImages(count, seed);
        var pixels = PixelCache.Open(cache.Root, source, $"made-{seed}-{count}-{input.Height}x{input.Width}x{input.Channels}", input, 2, false, default);
        return new ImageBatches(pixels, [.. Enumerable.Range(0, count)], new int[count], input);
    }

    /// <inheritdoc/>
    public int Label(int index) => 0;

    /// <inheritdoc/>
    public string Describe(int index) => $"picture {index}";

    /// <inheritdoc/>
    public void Decode(int index, InputSpec input, Span<byte> target)
    {
        var random = new Random(seed * 1000 + index);
        double fx = 0.05 + 0.4 * random.NextDouble(), fy = 0.05 + 0.4 * random.NextDouble(), phase = 6 * random.NextDouble(), contrast = 40 + 80 * random.NextDouble();
        for (var at = 0; at < target.Length; at++)
        {
            var (c, x, y) = (at % input.Channels, at / input.Channels % input.Width, at / input.Channels / input.Width);
            var value = 127 + contrast * Math.Sin(fx * x + phase + c) * Math.Cos(fy * y + 0.7 * c) + 25 * (random.NextDouble() - 0.5);
            target[at] = (byte)Math.Clamp(value, 0, 255);
        }
    }
}
