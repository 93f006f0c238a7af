using Orleans.Runtime;
using Orleans.Storage;

namespace SameSame.Grains.Storage;

/// <summary>A stored page of a growing list.</summary>
internal interface IPage<T>
{
    /// <summary>Items in the order they arrived.</summary>
    List<T> Items { get; }
}

/// <summary>
/// A growing list in grain storage as pages of bounded size, each a record of its own and numbered without gaps, so that appending rewrites
/// the newest page and never all earlier ones. Only the newest page stays in memory.
/// </summary>
internal sealed class RecordPages<TPage, TItem>(IGrainStorage storage, string stateName, Func<int, GrainId> idOf, Func<TItem, int> sizeOf)
    where TPage : class, IPage<TItem>, new()
{
    /// <summary>A page is closed when its estimated size reaches this; well under what any store takes.</summary>
    private const int TargetBytes = 100 * 1024;

    private readonly List<GrainState<TPage>> _pages = [];
    private int _lastBytes;

    /// <summary>Reads all pages, to append to them, and returns their items, oldest first.</summary>
    public async Task<List<TItem>> LoadAsync()
    {
        _pages.Clear();
        var items = new List<TItem>();
        while (_pages.Count == 0 || _pages[^1].RecordExists)
        {
            var page = await ReadAsync(_pages.Count);
            if (!page.RecordExists && _pages.Count > 0)
                break;
            Open(page);
            items.AddRange(Content(page).Items);
        }

        _lastBytes = Content(_pages[^1]).Items.Sum(sizeOf);
        return items;
    }

    /// <summary>The items that are stored now, oldest first.</summary>
    public async Task<List<TItem>> ReadAsync()
    {
        var items = new List<TItem>();
        for (var p = 0; p < _pages.Count; p++)
            items.AddRange(Content(await ReadAsync(p)).Items);
        return items;
    }

    /// <summary>Appends durably. After an exception the pages must be loaded again.</summary>
    public async Task AppendAsync(IEnumerable<TItem> items)
    {
        foreach (var item in items)
        {
            if (_lastBytes >= TargetBytes)
            {
                await WriteLastAsync();
                Open(new GrainState<TPage>(new TPage()));
                _lastBytes = 0;
            }

            Content(_pages[^1]).Items.Add(item);
            _lastBytes += sizeOf(item);
        }

        await WriteLastAsync();
    }

    /// <summary>Deletes all pages.</summary>
    public async Task ClearAsync()
    {
        // From the last to the first: what is left after a failure is still without gaps.
        for (var p = _pages.Count - 1; p >= 0; p--)
            await storage.ClearStateAsync(stateName, idOf(p), _pages[p]);
        await LoadAsync();
    }

    // Of the page before only its version is kept, which is needed to delete it.
    private void Open(GrainState<TPage> page)
    {
        if (_pages.Count > 0)
            _pages[^1].State = new TPage();
        _pages.Add(page);
    }

    private async Task<GrainState<TPage>> ReadAsync(int number)
    {
        var page = new GrainState<TPage>(new TPage());
        await storage.ReadStateAsync(stateName, idOf(number), page);
        return page;
    }

    // A store may hand back null for a record that does not exist.
    private static TPage Content(GrainState<TPage> page) => page.State ??= new TPage();

    private Task WriteLastAsync() => storage.WriteStateAsync(stateName, idOf(_pages.Count - 1), _pages[^1]);
}
