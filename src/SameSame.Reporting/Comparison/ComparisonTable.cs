using System.Globalization;

namespace SameSame.Reporting.Comparison;

/// <summary>A comparison as people read it.</summary>
public static class ComparisonTable
{
    /// <summary>What the columns mean.</summary>
    public const string Legend =
        "change: top-1 of B minus top-1 of A on the same images, in points; better and worse are significant at 5 % by McNemar's test with Holm's correction";

    /// <summary>One line a cell that both sides have.</summary>
    public static ReportTable Of(SideComparison comparison)
    {
        var models = comparison.Cells.Any(c => c.A.Model != c.B.Model);
        var columns = new List<ReportColumn>
        {
            new(models ? "A / B" : "model"), new("bits"), new("weights"), new("ranges"), new("bias"), new("method"),
            new("A", true), new("B", true), new("change", true),
            new("95 % interval", true), new("cost A", true), new("cost B", true), new("images", true), new(""),
        };
        return new ReportTable(columns, [.. comparison.Cells.Select(c => new[]
        {
            models ? $"{c.A.Model} / {c.B.Model}" : c.A.Model, $"{c.A.WeightBits}/{c.A.ActivationBits}", c.A.Granularity,
            c.A.Calibrator, c.A.BiasCorrection, c.A.Method,
            Number(c.A.Top1), Number(c.B.Top1), Signed(c.Points), $"{Signed(c.Low)} .. {Signed(c.High)}", Number(c.A.Degradation),
            Number(c.B.Degradation),
            c.Images.ToString(CultureInfo.InvariantCulture),
            (c.Change switch { Change.Better => "better", Change.Worse => "worse", _ => "" })
                + (c.Paired ? "" : " (other images)"),
        })]);
    }

    /// <summary>One line that sums up.</summary>
    public static string Summary(SideComparison c) => string.Create(CultureInfo.InvariantCulture,
        $"{c.Cells.Count} cells in both: {c.Count(Change.Worse)} worse, {c.Count(Change.Better)} better, {c.Count(Change.Same)} not told apart; {c.OnlyA.Count} only in {c.A}, {c.OnlyB.Count} only in {c.B}");

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Signed(double value) => value.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);
}
