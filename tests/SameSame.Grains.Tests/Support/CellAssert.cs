using SameSame.Contracts.Results;

namespace SameSame.Grains.Tests.Support;

internal static class CellAssert
{
    /// <summary>Every cell has exactly one result and every key is there once.</summary>
    public static void EachHasOneResult(IReadOnlyCollection<CellResult> cells, int count)
    {
        Assert.Equal(count, cells.Count);
        Assert.All(cells, c => Assert.True(c.Status is CellStatus.Completed or CellStatus.Reused, $"{c.Model} {c.Scheme.Bits} {c.Method}: {c.Status} {c.Error}"));
        Assert.All(cells, c => Assert.NotNull(c.Measurement));
        Assert.Equal(count, cells.Select(c => c.Measurement!.Key).Distinct().Count());
    }
}
