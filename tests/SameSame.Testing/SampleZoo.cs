using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Datasets;
using SameSame.Evaluation.Measurement;
using SameSame.Onnx.Graph;

namespace SameSame.Testing;

/// <summary>The models of a catalogue and the images of the dataset beside it.</summary>
public sealed class SampleZoo : IDisposable
{
    private readonly TemporaryFolder _cache = new();
    private readonly List<OpenImageSet> _open = [];

    /// <summary>Opens <c>zoo.yaml</c> and <c>dataset.yaml</c> of a folder.</summary>
    public SampleZoo(string folder) => (Zoo, Dataset) = (ZooFile.Read(folder), DatasetFile.Read(Path.Combine(folder, "dataset.yaml")));

    /// <summary>The catalogue.</summary>
    public ZooFile Zoo { get; }

    /// <summary>The dataset.</summary>
    public DatasetFile Dataset { get; }

    /// <summary>A prepared model.</summary>
    public Network Load(ZooModel model) => Network.Load(Zoo.FileOf(model));

    /// <summary>Evaluation images for a model.</summary>
    public ImageBatches Evaluation(ZooModel model, int? count = null) => Select(OpenImageSet.Evaluation(Dataset, model, _cache.Root, 2, false, default), count, model.Labels.Offset);

    /// <summary>Calibration images for a model.</summary>
    public ImageBatches Calibration(ZooModel model, int count) => Select(OpenImageSet.Calibration(Dataset, model, _cache.Root, 2, false, default), count, 0);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var set in _open)
            set.Dispose();
        _cache.Dispose();
    }

    private ImageBatches Select(OpenImageSet set, int? count, int offset)
    {
        _open.Add(set);
        return set.Select(count, offset);
    }
}
