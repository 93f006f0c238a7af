using SameSame.Contracts.Results;
using SameSame.Reporting;

namespace SameSame.Dashboard.Data;

/// <summary>The leaderboard at one moment.</summary>
/// <param name="Version">Names the moment; differs where any row does.</param>
/// <param name="Models">Rows model by model, in the order of their names.</param>
internal sealed record BoardView(string Version, IReadOnlyList<ModelRows> Models)
{
    private readonly Lazy<Dictionary<string, ModelRows>> _byName = new(
        () => Models.ToDictionary(m => m.Model, StringComparer.Ordinal));

    /// <summary>Number of configurations that have a row.</summary>
    public int Count { get; } = Models.Sum(m => m.Current.Count);

    /// <summary>The rows of a model; null where it has none.</summary>
    public ModelRows? Find(string model) => _byName.Value.GetValueOrDefault(model);

    /// <summary>Rows in the board's order.</summary>
    public IEnumerable<LeaderboardRow> Rows(bool history) => Models.SelectMany(m => history ? m.All : m.Current);

    /// <summary>What is to be said of the rows of some models.</summary>
    public async Task<Verdicts> JudgeAsync(
        IGrainFactory grains, IEnumerable<string> models, bool history, CancellationToken cancellation)
    {
        var wanted = models.Distinct().Select(Find).OfType<ModelRows>().ToList();
        return Verdicts.Join(
            await Task.WhenAll(wanted.Select(m => m.JudgeAsync(grains, history, cancellation))).ConfigureAwait(false));
    }

    /// <summary>The rows that a query asks for, all of them, in its order.</summary>
    public async Task<IReadOnlyList<LeaderboardRow>> QueryAsync(
        IGrainFactory grains, BoardQuery query, CancellationToken cancellation)
    {
        var candidates = query.Filter(Rows(query.History));
        var verdicts = query.Pick == BoardPick.All
            ? Verdicts.None
            : await JudgeAsync(grains, candidates.Select(r => r.Model), query.History, cancellation).ConfigureAwait(false);
        return query.Arrange(candidates, verdicts);
    }
}
