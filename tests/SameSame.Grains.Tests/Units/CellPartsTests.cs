using SameSame.Contracts.Results;
using SameSame.Contracts.Work;
using SameSame.Grains.Results;

namespace SameSame.Grains.Tests.Units;

public class CellPartsTests
{
    [Fact]
    public void The_last_part_completes_the_cell_even_when_it_comes_a_second_time()
    {
        var parts = ImageRange.Split(30, 10).Select(Part).ToList();
        var stored = new CellParts();
        stored.Keep(parts[0]);
        stored.Keep(parts[1]);
        Assert.Empty(stored.Complete([parts[1]]));
        Assert.Equal("cell", Assert.Single(stored.Complete([parts[2]])).Key);
        stored.Keep(parts[2]);
        Assert.Equal(30, Assert.Single(stored.Complete([parts[0]])).Images);
        Assert.Equal(3, stored.Of("cell").Count());
        Assert.Empty(stored.Of("other"));
    }

    [Fact]
    public void Whole_measurements_are_no_parts()
    {
        var whole = Part(new ImageRange(0, 30, 30)) with { Key = "cell", Range = null };
        var parts = new CellParts();
        parts.Keep(whole);
        Assert.Null(parts.CellOf(whole));
        Assert.Empty(parts.Complete([whole]));
        Assert.Empty(parts.Of("cell"));
    }

    private static CellMeasurement Part(ImageRange range) => new()
    {
        Key = $"cell/{range}",
        Images = range.To - range.From,
        Correct = new byte[(range.To - range.From + 7) / 8],
        Range = range,
        Device = "d",
        Provider = "p",
        OnnxRuntime = "o",
        Environment = "e",
        Run = "r",
    };
}
