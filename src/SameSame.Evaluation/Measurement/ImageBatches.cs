using SameSame.Evaluation.Preprocessing;
using SameSame.Evaluation.Sessions;

namespace SameSame.Evaluation.Measurement;

/// <summary>Selected images of a cache, with labels: what an evaluation runs over.</summary>
/// <param name="Cache">Decoded pixels.</param>
/// <param name="Indices">Selected images, in order.</param>
/// <param name="Labels">Class of each selected image, in the model's numbering.</param>
/// <param name="Input">Preprocessing.</param>
public sealed record ImageBatches(PixelCache Cache, int[] Indices, int[] Labels, InputSpec Input)
{
    /// <summary>Number of images.</summary>
    public int Count => Indices.Length;

    /// <summary>Images of the selection that do not decode and were left out.</summary>
    public int Skipped { get; init; }

    /// <summary>The same images for a graph that takes them in another form.</summary>
    public ImageBatches For(PixelFeed feed) => feed == PixelFeed.Normalized ? this : this with { Input = Input.Unscaled };

    /// <summary>Runs <paramref name="body"/> for each batch of normalized images: first image, how many, tensor, shape.</summary>
    public void ForEach(int batch, CancellationToken cancellation, Action<int, int, float[], long[]> body)
    {
        var normalizer = new PixelNormalizer(Input);
        var tensor = new float[batch * Input.PixelBytes];
        for (var first = 0; first < Count; first += batch)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = Math.Min(batch, Count - first);
            for (var i = 0; i < count; i++)
                normalizer.Write(Cache.Pixels(Indices[first + i]), tensor.AsSpan(i * Input.PixelBytes, Input.PixelBytes));
            body(first, count, tensor, normalizer.Shape(count));
        }
    }
}
