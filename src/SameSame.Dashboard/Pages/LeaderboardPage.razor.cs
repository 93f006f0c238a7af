using Microsoft.AspNetCore.Components;
using SameSame.Contracts.Results;
using SameSame.Dashboard.Api;
using SameSame.Dashboard.Live;
using SameSame.Reporting;

namespace SameSame.Dashboard.Pages;

/// <summary>The leaderboard, filtered, sorted and grouped by its address.</summary>
public partial class LeaderboardPage
{
    private BoardQuery _query = new();
    private Verdicts _verdicts = Verdicts.None;
    private IReadOnlyList<LeaderboardRow> _rows = [], _shown = [];
    private IReadOnlyList<string> _datasets = [], _bits = [], _methods = [];
    private int _offset, _limit, _total;

    /// <summary>Glob over model names.</summary>
    [SupplyParameterFromQuery] public string? Model { get; set; }

    /// <summary>Dataset, as tables name it.</summary>
    [SupplyParameterFromQuery] public string? Dataset { get; set; }

    /// <summary>Sweep that measured it.</summary>
    [SupplyParameterFromQuery] public string? Sweep { get; set; }

    /// <summary>Method.</summary>
    [SupplyParameterFromQuery] public string? Method { get; set; }

    /// <summary>Weights/activations.</summary>
    [SupplyParameterFromQuery] public string? Bits { get; set; }

    /// <summary>Number of weight scales, by name.</summary>
    [SupplyParameterFromQuery] public string? Granularity { get; set; }

    /// <summary>At most so many points lost; text, so that an empty field is none.</summary>
    [SupplyParameterFromQuery] public string? MaxCost { get; set; }

    /// <summary>At most so many bytes; text, so that an empty field is none.</summary>
    [SupplyParameterFromQuery] public string? MaxBytes { get; set; }

    /// <summary>Which rows are kept.</summary>
    [SupplyParameterFromQuery] public string? Pick { get; set; }

    /// <summary>Their order.</summary>
    [SupplyParameterFromQuery] public string? Sort { get; set; }

    /// <summary>The other way round.</summary>
    [SupplyParameterFromQuery] public bool? Descending { get; set; }

    /// <summary>Earlier checkpoints and datasets too.</summary>
    [SupplyParameterFromQuery] public bool? History { get; set; }

    /// <summary>model, bits or method.</summary>
    [SupplyParameterFromQuery] public string? Group { get; set; }

    /// <summary>Rows left out before the first.</summary>
    [SupplyParameterFromQuery] public int? Offset { get; set; }

    /// <summary>Rows on a page.</summary>
    [SupplyParameterFromQuery] public int? Limit { get; set; }

    /// <inheritdoc/>
    protected override string Watches => ChangeFeed.Board;

    private Func<LeaderboardRow, string>? GroupOf => Group switch
    {
        "model" => r => r.Model,
        "bits" => r => $"{r.WeightBits}/{r.ActivationBits}",
        "method" => r => r.Method,
        _ => null,
    };

    /// <inheritdoc/>
    protected override async Task LoadAsync()
    {
        _query = new BoardParameters(
            Model, Dataset, Sweep, Method, Bits, Granularity, QueryNumber.Double("maxCost", MaxCost),
            QueryNumber.Long("maxBytes", MaxBytes), Pick, Sort, Descending, History).Read();
        (_offset, _limit) = Paging.Of(Offset, Limit);
        var view = await Board.GetAsync(Stop);
        var all = view.Rows(_query.History).ToList();
        var names = new DatasetNames(all);
        _total = all.Count;
        _datasets = [.. all.Select(names.Of).Distinct().Order(StringComparer.Ordinal)];
        _bits = [.. all.Select(r => (r.WeightBits, r.ActivationBits)).Distinct().OrderDescending()
            .Select(b => $"{b.WeightBits}/{b.ActivationBits}")];
        _methods = [.. all.Select(r => r.Method).Distinct().Order(StringComparer.Ordinal)];
        _rows = await view.QueryAsync(Cluster.Grains, _query, Stop);
        // Groups stand together, in the order of their first rows.
        if (GroupOf is { } group)
            _rows = [.. _rows.GroupBy(group).SelectMany(g => g)];
        _shown = [.. _rows.Skip(_offset).Take(_limit)];
        _verdicts = await view.JudgeAsync(Cluster.Grains, _shown.Select(r => r.Model), _query.History, Stop);
    }

    private string SortLink(BoardSort sort) =>
        Here(sort: sort.ToString().ToLowerInvariant(), descending: sort == _query.Sort && !_query.Descending);

    private string Here(int? offset = null, string? sort = null, bool? descending = null) => Links.To("/leaderboard",
        [.. Chosen, ("sort", sort ?? Sort), ("descending", descending ?? Descending ?? false), ("group", Group), ("limit", Limit),
            ("offset", offset)]);

    private string Export(string format) => Links.To($"{ApiRoutes.Root}/leaderboard",
        [.. Chosen, ("sort", Sort), ("descending", Descending ?? false), ("format", format),
            ("offset", format == "json" ? _offset : null), ("limit", format == "json" ? _limit : null)]);

    private (string, object?)[] Chosen =>
    [
        ("model", Model), ("dataset", Dataset), ("sweep", Sweep), ("method", Method), ("bits", Bits),
        ("granularity", Granularity), ("maxCost", MaxCost), ("maxBytes", MaxBytes),
        ("pick", Pick), ("history", History ?? false),
    ];
}
