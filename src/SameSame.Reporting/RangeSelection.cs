using SameSame.Contracts.Results;

namespace SameSame.Reporting;

/// <summary>Which cells' factors a report shows.</summary>
public static class RangeSelection
{
    /// <summary>At most so many models have figures, so that the page of a large zoo stays one that a browser opens.</summary>
    public const int MaximumModels = 50;

    /// <summary>Of each model and each method that rewrites, the first measured cell; the best method of a model first, the others as the sweep has them.</summary>
    public static IReadOnlyList<CellResult> Wanted(IEnumerable<CellResult> cells) =>
        [.. Rewritten(cells).GroupBy(c => c.Model).Take(MaximumModels).SelectMany(BestFirst)];

    /// <summary>How many models have measured cells of a method that rewrites.</summary>
    internal static int Models(IEnumerable<CellResult> cells) => Rewritten(cells).Select(c => c.Model).Distinct().Count();

    private static IEnumerable<CellResult> Rewritten(IEnumerable<CellResult> cells) => cells.Where(c => c.Measurement is not null && c.Method != "none");

    private static IEnumerable<CellResult> BestFirst(IEnumerable<CellResult> model)
    {
        var methods = model.GroupBy(c => c.Method).ToList();
        var best = methods.MaxBy(Decibels);
        return methods.OrderBy(m => m != best).Select(m => m.First());
    }

    /// <summary>A method's mean over all schemes: SQNR tells methods apart where top-1 cannot yet.</summary>
    internal static double Decibels(IEnumerable<CellResult> cells) =>
        cells.Select(c => c.Measurement!.SqnrDb).Where(d => !double.IsNaN(d)).DefaultIfEmpty(double.NegativeInfinity).Average();
}
