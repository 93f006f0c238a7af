using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Datasets;

namespace SameSame.Client.Zoo;

/// <summary>The class indices of a dataset's evaluation images.</summary>
/// <param name="Least">The least.</param>
/// <param name="Greatest">The greatest.</param>
internal sealed record ClassRange(int Least, int Greatest)
{
    /// <summary>Classes, counted from 0.</summary>
    public int Count => Greatest + 1;

    /// <summary>Reads the labels; no image is opened.</summary>
    /// <exception cref="SpecException">The dataset cannot be opened.</exception>
    public static ClassRange Of(DatasetFile dataset)
    {
        var source = ImageSources.Open(dataset, dataset.Evaluation);
        var labels = Enumerable.Range(0, source.Count).Select(source.Label).ToHashSet();
        return new ClassRange(labels.Min(), labels.Max());
    }

    /// <summary>Why a model with so many outputs cannot be measured on these classes, or null.</summary>
    public string? Problem(int outputs, int offset) => Least + offset < 0
        ? $"class {Least} of the dataset is output {Least + offset} with labels.offset {offset}, and outputs are counted from 0"
        : Greatest + offset >= outputs
            ? $"{outputs} outputs for the dataset's {Count} classes{(offset == 0 ? "" : $" and labels.offset {offset}")}"
            : null;
}
