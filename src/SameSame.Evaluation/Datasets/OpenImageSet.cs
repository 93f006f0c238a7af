using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Measurement;
using SameSame.Evaluation.Preprocessing;

namespace SameSame.Evaluation.Datasets;

/// <summary>One image set of a dataset, opened for one preprocessing: pixels cached, identity known.</summary>
public sealed class OpenImageSet : IDisposable
{
    private OpenImageSet(IImageSource source, string hash, PixelCache cache, InputSpec input) => (Source, Hash, Cache, Input) = (source, hash, cache, input);

    /// <summary>The images.</summary>
    public IImageSource Source { get; }

    /// <summary>Content hash of the whole set.</summary>
    public string Hash { get; }

    /// <summary>Decoded pixels.</summary>
    public PixelCache Cache { get; }

    /// <summary>The preprocessing, the dataset's own resize included.</summary>
    public InputSpec Input { get; }

    /// <summary>Opens the evaluation images for a model.</summary>
    public static OpenImageSet Evaluation(DatasetFile dataset, ZooModel model, string cacheFolder, int workers, bool skipBadImages, CancellationToken cancellation) =>
        Open(dataset, dataset.Evaluation, model, cacheFolder, workers, skipBadImages, cancellation);

    /// <summary>Opens the calibration images for a model.</summary>
    /// <exception cref="SpecException">The dataset has none.</exception>
    public static OpenImageSet Calibration(DatasetFile dataset, ZooModel model, string cacheFolder, int workers, bool skipBadImages, CancellationToken cancellation) =>
        Open(dataset, dataset.Calibration ?? throw new SpecException($"{dataset.Path}: calibration: a root and a list of calibration images are needed"),
            model, cacheFolder, workers, skipBadImages, cancellation);

    /// <summary>The first <paramref name="wanted"/> images of the fixed permutation that decode, labels in the model's numbering.</summary>
    /// <exception cref="BadImageException">None of them decodes.</exception>
    public ImageBatches Select(int? wanted, int labelOffset)
    {
        return Of(ImageSelection.Take(Source.Count, wanted), labelOffset);
    }

    /// <summary>Some of the images that an evaluation runs over, in the order of the permutation; those that do not decode are left out.</summary>
    /// <param name="wanted">Images of the whole evaluation; null is all.</param>
    /// <param name="range">The part of them, or null for the whole.</param>
    /// <param name="labelOffset">Index of the dataset's class 0 among the model's outputs.</param>
    public ImageBatches Draw(int? wanted, Range? range, int labelOffset)
    {
        return Of(ImageSelection.Draw(Source.Count, wanted)[range ?? Range.All], labelOffset);
    }

    /// <inheritdoc/>
    public void Dispose() => Cache.Dispose();

    private ImageBatches Of(int[] selected, int labelOffset)
    {
        int[] indices = [.. selected.Where(i => !Cache.Bad[i])];
        if (indices.Length == 0)
            throw new BadImageException($"none of {selected.Length} images decodes, {Source.Describe(selected[0])} among them");
        return new ImageBatches(Cache, indices, [.. indices.Select(i => Source.Label(i) + labelOffset)], Input) { Skipped = selected.Length - indices.Length };
    }

    private static OpenImageSet Open(
        DatasetFile dataset, ImageSetSpec set, ZooModel model, string cacheFolder, int workers, bool skipBadImages, CancellationToken cancellation)
    {
        var source = ImageSources.Open(dataset, set);
        var input = model.InputFor(set.Resize);
        var hash = DatasetHash.Of(source, dataset.Resolve(set.Root), cacheFolder);
        return new OpenImageSet(source, hash, PixelCache.Open(cacheFolder, source, hash, input, workers, skipBadImages, cancellation), input);
    }
}
