using Orleans.Runtime;
using Orleans.Storage;
using SameSame.Grains.Storage;

namespace SameSame.Grains.Sweeps;

/// <summary>The models of one run of a sweep, written once when it starts: a record that changes would rewrite them with every change.</summary>
internal sealed class ModelList(IGrainStorage storage, string sweepId)
{
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);

    public string[] Names { get; private set; } = [];

    public int? IndexOf(string model) => _index.TryGetValue(model, out var index) ? index : null;

    public async Task LoadAsync(int generation)
    {
        Set([.. await Pages(generation).LoadAsync()]);
    }

    public async Task WriteAsync(int generation, string[] names)
    {
        // Left over where a process died before its generation counted.
        await ClearAsync(generation);
        var pages = Pages(generation);
        await pages.LoadAsync();
        await pages.AppendAsync(names);
        Set(names);
    }

    public async Task ClearAsync(int generation)
    {
        var pages = Pages(generation);
        if ((await pages.LoadAsync()).Count > 0)
            await pages.ClearAsync();
    }

    private void Set(string[] names)
    {
        Names = names;
        _index.Clear();
        for (var i = 0; i < names.Length; i++)
            _index[names[i]] = i;
    }

    private RecordPages<ModelListPage, string> Pages(int generation) =>
        new(storage, "models", page => GrainId.Create("samesame.model-list-page", $"{sweepId}#{generation}/{page}"), name => name.Length + 8);
}
