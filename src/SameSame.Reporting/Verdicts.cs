using SameSame.Contracts.Results;

namespace SameSame.Reporting;

/// <summary>What is to be said of rows beside their figures: which cannot be right, which are best, which cannot be told apart
/// from the best.</summary>
public sealed class Verdicts
{
    private readonly IReadOnlyDictionary<string, string> _implausible;
    private readonly IReadOnlyDictionary<string, Standing> _standings;

    /// <summary>Judges rows.</summary>
    /// <param name="rows">All there are: a row's neighbours may be hidden from a table.</param>
    /// <param name="evidence">Their images, as far as they are known.</param>
    public Verdicts(IEnumerable<LeaderboardRow> rows, ImageEvidence? evidence = null)
    {
        var all = rows.ToList();
        Evidence = evidence ?? ImageEvidence.None;
        _implausible = Plausibility.Marks(all);
        _standings = Standings.Of(all.Where(r => !_implausible.ContainsKey(r.Place)), Evidence);
    }

    private Verdicts(
        IReadOnlyDictionary<string, string> implausible, IReadOnlyDictionary<string, Standing> standings,
        ImageEvidence evidence) =>
        (_implausible, _standings, Evidence) = (implausible, standings, evidence);

    /// <summary>About nothing.</summary>
    public static Verdicts None { get; } = new([]);

    /// <summary>The images.</summary>
    public ImageEvidence Evidence { get; }

    /// <summary>Verdicts about the rows of several models, each found by itself: rows of different models are no
    /// neighbours.</summary>
    public static Verdicts Join(IReadOnlyList<Verdicts> models) => models.Count == 1 ? models[0] : new Verdicts(
        models.SelectMany(m => m._implausible).ToDictionary(StringComparer.Ordinal),
        models.SelectMany(m => m._standings).ToDictionary(StringComparer.Ordinal),
        ImageEvidence.Join(models.Select(m => m.Evidence)));

    /// <summary>Why implausible rows are so, each once.</summary>
    public IEnumerable<string> Reasons => _implausible.Values;

    /// <summary>Why a row's figures cannot be right; null where nothing says so.</summary>
    public string? Implausible(LeaderboardRow row) => _implausible.GetValueOrDefault(row.Place);

    /// <summary>How it compares with the other methods on the same model, images and scheme.</summary>
    public Standing StandingOf(LeaderboardRow row) => _standings.GetValueOrDefault(row.Place);

    /// <summary>The mark behind its method: <c>!</c>, <c>*</c>, <c>=</c> or none.</summary>
    public string Mark(LeaderboardRow row) =>
        Implausible(row) is not null ? "!" : StandingOf(row) switch { Standing.Best => "*", Standing.Tied => "=", _ => "" };
}
