using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Datasets;
using SameSame.Evaluation.Measurement;
using SameSame.Evaluation.Preprocessing;

namespace SameSame.Client.Zoo;

/// <summary>The evaluation images that a sweep of so many would take, and no others read.</summary>
internal sealed class ImageSample(DatasetFile dataset, int? wanted, string cacheFolder)
{
    private readonly IImageSource _all = ImageSources.Open(dataset, dataset.Evaluation);
    private string? _hash;

    /// <summary>Whether these are all images there are.</summary>
    public bool IsWhole => wanted is null || wanted >= _all.Count;

    /// <summary>Opens them for one preprocessing; whoever opens them disposes the cache.</summary>
    /// <exception cref="BadImageException">One does not decode.</exception>
    public ImageBatches Open(InputSpec input, int offset, CancellationToken cancellation)
    {
        var chosen = ImageSelection.Take(_all.Count, wanted);
        IImageSource source = IsWhole ? _all : new ImageSubset(_all, chosen);
        // Labels and files alone do not tell two selections of one file of images apart.
        _hash ??= DatasetHash.Of(source, dataset.Resolve(dataset.Root), cacheFolder)
            + (IsWhole ? "" : $";{ImageSelection.Canonical(chosen, _all.Count)}");
        var cache = PixelCache.Open(cacheFolder, source, _hash, input, Environment.ProcessorCount, skipBadImages: false,
            cancellation);
        int[] indices = [.. Enumerable.Range(0, source.Count)];
        return new ImageBatches(cache, indices, [.. indices.Select(i => source.Label(i) + offset)], input);
    }
}
