using SameSame.Evaluation.Configuration;

namespace SameSame.Evaluation.Datasets;

/// <summary>Which index each class has among a model's outputs: its line in the <c>classes:</c> file, otherwise its place among the sorted wnids, as nearly all models of ImageNet count.</summary>
public sealed class ClassOrder
{
    private readonly Dictionary<string, int> _index;

    private ClassOrder(string origin, IEnumerable<string> wnids)
    {
        Origin = origin;
        _index = wnids.Select((w, i) => (w, i)).ToDictionary(p => p.w, p => p.i, StringComparer.Ordinal);
    }

    /// <summary>The file or folder that says which classes there are.</summary>
    public string Origin { get; }

    /// <summary>How many classes there are.</summary>
    public int Count => _index.Count;

    /// <summary>The order that a dataset states: its <c>classes:</c> as they stand, or its <c>synsets:</c> sorted; null where it has neither.</summary>
    /// <exception cref="SpecException">The file cannot be used.</exception>
    public static ClassOrder? Of(DatasetFile dataset)
    {
        if (dataset.Classes is { Length: > 0 } classes)
            return new ClassOrder(dataset.Resolve(classes), WnidList.Read(dataset.Resolve(classes)));
        return dataset.Synsets.Length > 0 ? Sorted(dataset.Resolve(dataset.Synsets), WnidList.Read(dataset.Resolve(dataset.Synsets))) : null;
    }

    /// <summary>Classes in the order of their names' bytes.</summary>
    public static ClassOrder Sorted(string origin, IEnumerable<string> wnids) => new(origin, wnids.Order(StringComparer.Ordinal));

    /// <summary>The index of a class, or null.</summary>
    public int? Find(string wnid) => _index.TryGetValue(wnid, out var index) ? index : null;
}
