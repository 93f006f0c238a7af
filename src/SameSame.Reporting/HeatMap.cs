using SameSame.Contracts.Results;
using SameSame.Quantization.Schemes;

namespace SameSame.Reporting;

/// <summary>Models down, configurations across, a row of the leaderboard in each field.</summary>
/// <param name="Columns">The configurations: schemes from wide to narrow, methods by name.</param>
/// <param name="Lines">A line a model and dataset.</param>
/// <param name="Several">Whether there is more than one dataset.</param>
public sealed record HeatMap(IReadOnlyList<HeatColumn> Columns, IReadOnlyList<HeatLine> Lines, bool Several)
{
    /// <summary>Arranges rows; of two in one field the one over more images is shown.</summary>
    public static HeatMap Of(IReadOnlyCollection<LeaderboardRow> rows)
    {
        var datasets = new DatasetNames(rows);
        var columns = rows.Select(r => new HeatColumn(r.Scheme, r.Method)).Distinct()
            .OrderByDescending(c => c.Scheme.Bits.Weights).ThenByDescending(c => c.Scheme.Bits.Activations)
            .ThenBy(c => c.Scheme.Canonical, StringComparer.Ordinal).ThenBy(c => c.Method != "none")
            .ThenBy(c => c.Method, StringComparer.Ordinal).ToList();
        var lines = rows.GroupBy(r => (r.Model, Dataset: datasets.Of(r))).OrderBy(g => g.Key.Model, StringComparer.Ordinal)
            .ThenBy(g => g.Key.Dataset, StringComparer.Ordinal)
            .Select(g => new HeatLine(
                g.Key.Model, g.Key.Dataset,
                g.GroupBy(r => new HeatColumn(r.Scheme, r.Method)).ToDictionary(c => c.Key, c => c.MaxBy(r => r.Images)!)));
        return new HeatMap(columns, [.. lines], datasets.Several);
    }
}

/// <summary>A configuration.</summary>
/// <param name="Scheme">Its scheme.</param>
/// <param name="Method">Its method.</param>
public sealed record HeatColumn(QuantizationScheme Scheme, string Method);

/// <summary>A line of the map.</summary>
/// <param name="Model">The model.</param>
/// <param name="Dataset">The dataset, as tables name it.</param>
/// <param name="Fields">What was measured, by configuration.</param>
public sealed record HeatLine(string Model, string Dataset, IReadOnlyDictionary<HeatColumn, LeaderboardRow> Fields);
