using SameSame.Contracts.Results;

namespace SameSame.Reporting.Comparison;

/// <summary>A comparison as programs read it.</summary>
public static class ComparisonJson
{
    /// <summary>The object that is written: sides, counts, differences, cells, and cells that only one side has.</summary>
    /// <param name="c">The comparison.</param>
    /// <param name="most">At most so many cells of each list; counts are of all.</param>
    public static object Of(SideComparison c, int most = int.MaxValue) => new
    {
        c.A,
        c.B,
        Worse = c.Count(Change.Worse),
        Better = c.Count(Change.Better),
        Same = c.Count(Change.Same),
        Differences = c.Differences.Select(d => new { d.Name, A = d.First, B = d.Second }),
        Cells = c.Cells.Take(most).Select(p => new
        {
            Model = p.A.Model,
            ModelB = p.B.Model == p.A.Model ? null : p.B.Model,
            p.A.WeightBits,
            p.A.ActivationBits,
            p.A.Granularity,
            p.A.Calibrator,
            p.A.BiasCorrection,
            p.A.Method,
            Change = p.Change.ToString().ToLowerInvariant(),
            p.Points,
            Ci95 = new[] { p.Low, p.High },
            p.PValue,
            p.Images,
            p.Paired,
            Top1A = p.A.Top1,
            Top1B = p.B.Top1,
            CostA = p.A.Degradation,
            CostB = p.B.Degradation,
            KeyA = p.A.Key,
            KeyB = p.B.Key,
        }),
        OnlyA = c.OnlyA.Take(most).Select(One),
        OnlyB = c.OnlyB.Take(most).Select(One),
    };

    private static object One(LeaderboardRow r) => new
    {
        r.Model, r.WeightBits, r.ActivationBits, r.Granularity, r.Calibrator, r.BiasCorrection, r.Method, r.Top1,
        Cost = r.Degradation, r.Key
    };
}
