namespace SameSame.Reporting.Html;

/// <summary>Which plots of channel ranges a page has room for: a layer costs half a kilobyte, a fleet has thousands.</summary>
internal static class RangeBudget
{
    private const int Layers = 6000, LayersOfFleet = 1700;

    /// <summary>The figures to draw: the first of each model, then the second of each, while there is room.</summary>
    public static IReadOnlySet<RangeFigure> Drawn(IReadOnlyList<RangeFigure> figures)
    {
        var models = figures.Where(f => f.Missing is null).GroupBy(f => f.Model).Select(g => g.ToList()).ToList();
        var left = models.Count > ModelGroups.Size ? LayersOfFleet : Layers;
        var drawn = new HashSet<RangeFigure>(ReferenceEqualityComparer.Instance);
        var ranked = models.SelectMany(m => m.Select((f, rank) => (Figure: f, Rank: rank))).OrderBy(f => f.Rank);
        foreach (var (figure, _) in ranked)
        {
            left -= figure.Spreads.Count;
            if (left < 0)
                break;
            drawn.Add(figure);
        }

        return drawn;
    }
}
