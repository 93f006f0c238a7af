namespace SameSame.Quantization.Statistics;

/// <summary>
/// Divides the positions of a feature map into regions: rows into classes, columns into classes, and a region is what a row class and a column class have in
/// common. Positions that a kernel's taps all meet alike are one region, so sums of regions say as much about a layer as the whole mean image.
/// </summary>
/// <param name="Rows">Class of each row, 0 and up.</param>
/// <param name="Columns">Class of each column, 0 and up.</param>
public sealed record PositionRegions(int[] Rows, int[] Columns)
{
    /// <summary>Number of regions.</summary>
    public int Count => RowClasses * ColumnClasses;

    /// <summary>Number of row classes.</summary>
    public int RowClasses { get; } = Rows.Max() + 1;

    /// <summary>Number of column classes.</summary>
    public int ColumnClasses { get; } = Columns.Max() + 1;

    /// <summary>Positions of each region, row class by row class.</summary>
    public double[] Sizes => [.. from r in Enumerable.Range(0, RowClasses) from c in Enumerable.Range(0, ColumnClasses) select (double)Rows.Count(x => x == r) * Columns.Count(x => x == c)];

    /// <summary>All positions in one region.</summary>
    public static PositionRegions Whole(int positions) => new([0], new int[positions]);
}
