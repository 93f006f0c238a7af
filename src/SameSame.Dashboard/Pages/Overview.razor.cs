using Microsoft.AspNetCore.Components;
using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;
using SameSame.Dashboard.Data;
using SameSame.Dashboard.Live;
using SameSame.Quantization.Schemes;
using SameSame.Reporting;

namespace SameSame.Dashboard.Pages;

/// <summary>The first page: what was measured as a heat map and as bars, what runs, what failed.</summary>
public partial class Overview
{
    private const int PageSize = 50, Drawn = 16, Recent = 5;
    private BoardView? _view;
    private IReadOnlyList<SweepStatus> _running = [], _recent = [];
    private int _sweepCount, _failed;
    private IReadOnlyList<string> _models = [], _datasets = [], _methods = [];
    private HeatMap? _map;
    private Verdicts _verdicts = Verdicts.None;
    private IReadOnlyList<QuantizationScheme> _schemes = [];
    private QuantizationScheme? _scheme;
    private IReadOnlyList<LeaderboardRow> _drawn = [];
    private string _drawnDataset = "";

    /// <summary>Glob over model names.</summary>
    [SupplyParameterFromQuery] public string? Model { get; set; }

    /// <summary>Dataset, as tables name it.</summary>
    [SupplyParameterFromQuery] public string? Dataset { get; set; }

    /// <summary>Models left out before the first.</summary>
    [SupplyParameterFromQuery] public int? Offset { get; set; }

    /// <summary>The scheme of the bars, in its canonical form.</summary>
    [SupplyParameterFromQuery] public string? Scheme { get; set; }

    /// <inheritdoc/>
    protected override string Watches => ChangeFeed.Sweeps;

    /// <inheritdoc/>
    protected override async Task LoadAsync()
    {
        await LoadSweepsAsync();
        _view = await Board.GetAsync(Stop);
        var names = new DatasetNames([.. _view.Rows(history: false)]);
        _datasets = [.. _view.Rows(history: false).Select(names.Of).Distinct().Order(StringComparer.Ordinal)];
        var rows = new BoardQuery
        {
            Model = string.IsNullOrEmpty(Model) ? "*" : Model, Dataset = string.IsNullOrEmpty(Dataset) ? null : Dataset
        }.Filter(_view.Rows(history: false));
        _models = [.. rows.Select(r => r.Model).Distinct()];
        var page = _models.Skip(Math.Max(0, Offset ?? 0)).Take(PageSize).ToHashSet(StringComparer.Ordinal);
        var shown = rows.Where(r => page.Contains(r.Model)).ToList();
        _map = HeatMap.Of(shown);
        _verdicts = await _view.JudgeAsync(Cluster.Grains, page, history: false, Stop);
        _methods = [.. shown.Select(r => r.Method).Distinct().OrderBy(m => m != "none").ThenBy(m => m, StringComparer.Ordinal)];
        _schemes = [.. _map.Columns.Select(c => c.Scheme).Distinct()];
        // Four weight bits are where methods differ.
        _scheme = _schemes.FirstOrDefault(s => s.Canonical == Scheme)
            ?? _schemes.FirstOrDefault(s => s.Bits.Weights == 4)
            ?? _schemes.FirstOrDefault()
            ?? new QuantizationScheme(new BitWidths(8, 8));
        var first = _models.Where(page.Contains).Take(Drawn).ToHashSet(StringComparer.Ordinal);
        // Bars beside each other are of the same images: of several datasets the one with most rows is drawn.
        var drawn = shown.Where(r => first.Contains(r.Model) && r.Scheme == _scheme).ToList();
        _drawnDataset = drawn.GroupBy(names.Of).MaxBy(g => g.Count())?.Key ?? "";
        _drawn = [.. drawn.Where(r => names.Of(r) == _drawnDataset).OrderByDescending(r => r.Images)
            .DistinctBy(r => (r.Model, r.Method))];
    }

    private async Task LoadSweepsAsync()
    {
        var listed = await Sweeps.ListAsync(Stop);
        _sweepCount = listed.Count;
        _recent = await Sweeps.StatusesAsync(listed.Take(Recent), Stop);
        _failed = _recent.Sum(s => s.Cells.Failed);
        var open = await Sweeps.StatusesAsync(listed.Where(s => !s.Finished).Take(Recent), Stop);
        _running = [.. open.Where(s => s.State == SweepState.Running)];
    }
}
