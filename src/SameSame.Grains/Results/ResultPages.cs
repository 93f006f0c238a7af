using Orleans.Runtime;
using Orleans.Storage;
using SameSame.Contracts.Results;

namespace SameSame.Grains.Results;

/// <summary>
/// The pages of one model in grain storage, each a record of its own, so that a new result rewrites one page and not all earlier ones. A
/// replaced (forced) result is appended; reading lets the last one of a key win.
/// </summary>
internal sealed class ResultPages(IGrainStorage storage, string modelSha256)
{
    private const string StateName = "page";
    private readonly List<GrainState<ResultPage>> _pages = [];

    /// <summary>Reads all pages; they are numbered without gaps.</summary>
    public async Task LoadAsync()
    {
        _pages.Clear();
        while (true)
        {
            var page = new GrainState<ResultPage>(new ResultPage());
            await storage.ReadStateAsync(StateName, IdOf(_pages.Count), page);
            _pages.Add(page);
            if (!page.RecordExists)
                return;
        }
    }

    /// <summary>All stored measurements, oldest first.</summary>
    public IEnumerable<CellMeasurement> All => _pages.SelectMany(p => Content(p).Cells);

    /// <summary>Appends measurements durably. After an exception the pages must be loaded again.</summary>
    public async Task AppendAsync(IReadOnlyList<CellMeasurement> measurements)
    {
        foreach (var measurement in measurements)
        {
            if (Content(_pages[^1]).EstimatedBytes >= ResultPage.TargetBytes)
            {
                await WriteLastAsync();
                _pages.Add(new GrainState<ResultPage>(new ResultPage()));
            }

            Content(_pages[^1]).Cells.Add(measurement);
        }

        await WriteLastAsync();
    }

    // A store may hand back null for a record that does not exist.
    private static ResultPage Content(GrainState<ResultPage> page) => page.State ??= new ResultPage();

    private Task WriteLastAsync() => storage.WriteStateAsync(StateName, IdOf(_pages.Count - 1), _pages[^1]);

    private GrainId IdOf(int page) => GrainId.Create("samesame.result-page", $"{modelSha256}/{page}");
}
