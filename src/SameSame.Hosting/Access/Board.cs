using SameSame.Contracts.Results;
using SameSame.Reporting;

namespace SameSame.Hosting.Access;

/// <summary>Reads the leaderboard, and of results only the images that its standings depend on.</summary>
public static class Board
{
    private const int KeysAtOnce = 200;

    /// <summary>All rows, history included.</summary>
    public static async Task<IReadOnlyList<LeaderboardRow>> ReadAsync(IGrainFactory grains, CancellationToken cancellation)
    {
        var pages = await Task.WhenAll(Enumerable.Range(0, ILeaderboardGrain.Partitions)
            .Select(p => Patience.CallAsync(
                () => grains.GetGrain<ILeaderboardGrain>(p).ListAsync(), cancellation))).ConfigureAwait(false);
        return [.. pages.SelectMany(p => p)];
    }

    /// <summary>What is to be said of rows that are shown.</summary>
    /// <param name="grains">Reaches the results.</param>
    /// <param name="all">All current rows, hidden ones too: they are neighbours.</param>
    /// <param name="shown">Those that are shown: only their images are asked for, where counts alone do not decide.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<Verdicts> JudgeAsync(
        IGrainFactory grains, IReadOnlyList<LeaderboardRow> all, IReadOnlyCollection<LeaderboardRow> shown,
        CancellationToken cancellation)
    {
        var known = new Verdicts(all);
        var models = shown.Select(r => r.Model).ToHashSet(StringComparer.Ordinal);
        var concerned = all.Where(r => models.Contains(r.Model)).ToList();
        var plausible = concerned.Where(r => known.Implausible(r) is null).ToList();
        var undecided = Standings.Undecided(Standings.Groups(plausible).Concat(Ranking.Contests(concerned, known)));
        if (undecided.Count == 0)
            return known;
        var measurements = await MeasurementsAsync(grains, undecided, cancellation).ConfigureAwait(false);
        return new Verdicts(all, new ImageEvidence(measurements.Values));
    }

    /// <summary>The measurements behind rows, by key; those of rows that do not name their model's file are missing.</summary>
    public static async Task<IReadOnlyDictionary<string, CellMeasurement>> MeasurementsAsync(
        IGrainFactory grains, IEnumerable<LeaderboardRow> rows, CancellationToken cancellation)
    {
        var found = new Dictionary<string, CellMeasurement>(StringComparer.Ordinal);
        foreach (var model in rows.Where(r => r.ModelSha256.Length > 0).GroupBy(r => r.ModelSha256))
        {
            var results = grains.GetGrain<IResultsGrain>(model.Key);
            foreach (var keys in model.Select(r => r.Key).Distinct().Chunk(KeysAtOnce))
            {
                foreach (var measurement in await Patience.CallAsync(
                    () => results.FindAsync(keys), cancellation).ConfigureAwait(false))
                    found[measurement.Key] = measurement;
            }
        }

        return found;
    }
}
