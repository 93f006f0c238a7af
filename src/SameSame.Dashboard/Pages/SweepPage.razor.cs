using Microsoft.AspNetCore.Components;
using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;
using SameSame.Dashboard.Data;
using SameSame.Dashboard.Live;
using SameSame.Hosting.Access;
using SameSame.Reporting;

namespace SameSame.Dashboard.Pages;

/// <summary>A sweep: how far it is, what its devices do, what failed and why, what can be asked of it.</summary>
public partial class SweepPage
{
    private const int Models = 20, Events = 30;
    private SweepStatus? _status;
    private IReadOnlyList<LeaderboardRow> _rows = [];
    private IReadOnlyList<(string Model, int Cells, string Reason)> _failures = [];
    private IReadOnlyList<SweepEvent> _events = [];
    private Verdicts _verdicts = Verdicts.None;
    private string _yaml = "";

    /// <summary>The sweep's id.</summary>
    [SupplyParameterFromQuery] public string? Id { get; set; }

    /// <summary><c>failed</c> shows failed cells only.</summary>
    [SupplyParameterFromQuery] public string? Only { get; set; }

    /// <summary>Models left out before the first.</summary>
    [SupplyParameterFromQuery] public int? Offset { get; set; }

    /// <summary>What an action has to say.</summary>
    [SupplyParameterFromQuery] public string? Done { get; set; }

    /// <inheritdoc/>
    protected override string Watches => ChangeFeed.Sweeps;

    /// <inheritdoc/>
    protected override async Task LoadAsync()
    {
        var id = Id ?? throw new MissingException("the address names no sweep: /sweep?id=...");
        _status = await Sweeps.StatusAsync(id, Stop);
        var cells = await Sweeps.CellsAsync(id, Math.Max(0, Offset ?? 0), Models, _status.Models, Stop);
        _rows = Ranking.Sort(SweepRows.Of(cells));
        _verdicts = SweepRows.Judge(cells);
        _failures = [.. cells.Where(c => c.Status == CellStatus.Failed).GroupBy(c => (c.Model, c.Error))
            .Select(g => (g.Key.Model, g.Count(), g.Key.Error ?? ""))];
        _events = await LastEventsAsync(id);
        _yaml = SpecYaml.Of(await Sweeps.SpecAsync(id, Stop), Public);
    }

    private async Task<IReadOnlyList<SweepEvent>> LastEventsAsync(string id)
    {
        var last = new Queue<SweepEvent>();
        for (long after = 0; ;)
        {
            var page = await Sweeps.EventsAsync(id, after, Stop);
            foreach (var e in page)
            {
                last.Enqueue(e);
                if (last.Count > Events)
                    last.Dequeue();
            }

            if (page.Length < 2)
                return [.. last.Reverse()];
            after = page[^1].Sequence;
        }
    }

    // Nobody works on it: the process that did has ended, or the next work is just being found.
    private static bool Idle(SweepStatus s) =>
        s.State == SweepState.Running && s.Queued + s.Running.Length + s.Searches.Length == 0;

    private static IEnumerable<(string Name, string Text)> Offers(SweepStatus s)
    {
        if (s.State == SweepState.Running)
            yield return ("pause", "Pause");
        if (s.State == SweepState.Paused || Idle(s))
            yield return ("resume", s.State == SweepState.Paused ? "Resume" : "Go on where it was interrupted");
        if (s.State is SweepState.Running or SweepState.Paused)
            yield return ("cancel", "Cancel");
        if (s.Ended && s.Cells.Failed > 0)
            yield return ("retry", $"Retry {s.Cells.Failed} failed cells");
        if (s.Ended)
            yield return ("delete", "Delete its records; results stay");
    }
}
