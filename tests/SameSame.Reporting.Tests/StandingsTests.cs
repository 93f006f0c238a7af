using SameSame.Contracts.Results;
using SameSame.Quantization.Metrics;

namespace SameSame.Reporting.Tests;

public class StandingsTests
{
    private const int Images = 5000;

    [Fact]
    public void One_image_of_5000_makes_no_winner_and_agreement_decides()
    {
        var (first, second) = (
            Cell("first", right: 4621, sqnr: 20, agreement: 95), Cell("second", right: 4620, sqnr: 25, agreement: 97));
        var verdicts = Judge(first, second);
        Assert.Equal(("=", "*"), (verdicts.Mark(first.Row), verdicts.Mark(second.Row)));
        Assert.Equal("second", Assert.Single(Ranking.Best([first.Row, second.Row], verdicts)).Method);
    }

    [Fact]
    public void What_loses_on_images_is_behind_though_its_SQNR_is_better()
    {
        var (first, second) = (
            Cell("first", right: 4621, sqnr: 20, agreement: 95), Cell("second", right: 4500, sqnr: 25, agreement: 97));
        var verdicts = Judge(first, second);
        Assert.Equal(("*", ""), (verdicts.Mark(first.Row), verdicts.Mark(second.Row)));
    }

    [Fact]
    public void The_same_accuracy_by_other_images_is_a_tie_and_by_the_same_ones_is_told_apart_at_once()
    {
        // 20 more right: of 20 images that tell the two apart, or of 1020.
        var best = Cell("best", 4520, 20, 95);
        var few = Cell("few", 4500, 20, 90);
        var many = Cell("many", 4500, 20, 90, shift: 500);
        var verdicts = Judge(best, few, many);
        Assert.Equal(("*", "", "="), (verdicts.Mark(best.Row), verdicts.Mark(few.Row), verdicts.Mark(many.Row)));
    }

    [Fact]
    public void More_methods_need_more_evidence()
    {
        // Six images of six: p = 0.016, which two tests bear and four do not.
        var (best, behind) = (Cell("best", 4506, 20, 95), Cell("a", 4500, 20, 90));
        Assert.Equal("", Judge(best, behind).Mark(behind.Row));
        var others = new[] { "b", "c", "d" }.Select(m => Cell(m, 4500, 20, 90)).ToArray();
        Assert.Equal("=", Judge([best, behind, .. others]).Mark(behind.Row));
    }

    [Fact]
    public void Without_images_counts_decide_where_they_can_and_otherwise_nobody_wins()
    {
        LeaderboardRow[] rows = [Row("a", 90, 30), Row("b", 85, 30), Row("c", 89.8f, 30)];
        var verdicts = new Verdicts(rows);
        Assert.Equal(["*", "", "="], rows.Select(verdicts.Mark));
        Assert.Equal(["a", "c"], Standings.Undecided(Standings.Groups(rows)).Select(r => r.Method).Order());
    }

    [Fact]
    public void Datasets_are_never_compared_and_of_a_configuration_the_newest_counts()
    {
        var old = Row("cle", 90, 30) with { DatasetDigest = "11111111", Measured = DateTimeOffset.UnixEpoch };
        var corrected = Row("cle", 40, 30) with { DatasetDigest = "22222222", Measured = DateTimeOffset.UnixEpoch.AddDays(1) };
        var other = Row("cle", 95, 30) with { Dataset = "other", DatasetDigest = "33333333" };
        Assert.Equal([corrected, other], Ranking.Sort(Ranking.Current([corrected, old, other])));
        Assert.Equal(3, Ranking.Best([old, corrected, other], new Verdicts([old, corrected, other])).Count);
        var table = LeaderboardTable.Of([old, corrected, other]);
        Assert.Equal("dataset", table.Columns[1].Header);
        Assert.Equal(["d#11111111", "d#22222222", "other"], table.Rows.Select(r => r[1]).Order());
    }

    [Fact]
    public void Images_are_asked_for_wherever_the_number_of_rivals_could_change_the_verdict()
    {
        // 31 of at most 200 images tell two rows apart for certain; one of five rows not yet.
        LeaderboardRow[] two = [Row("a", 90, 100), Row("b", 89.38f, 100)];
        Assert.Empty(Standings.Undecided(Standings.Groups(two)));
        LeaderboardRow[] five = [.. two, Row("c", 89.38f, 100), Row("d", 89.38f, 100), Row("e", 89.38f, 100)];
        Assert.Equal(5, Standings.Undecided(Standings.Groups(five)).Count);
    }

    [Fact]
    public void What_a_new_checkpoint_was_not_measured_at_is_history_with_the_old_one()
    {
        var old = Row("cle", 90, 30) with { ModelSha256 = "old", Images = 5000, Measured = DateTimeOffset.UnixEpoch };
        var other = old with { Method = "none", Key = "other" };
        var now = Row("cle", 80, 30) with { ModelSha256 = "new", Images = 1000, Measured = DateTimeOffset.UnixEpoch.AddDays(1) };
        Assert.Equal([now], Ranking.Current([old, other, now]));
    }

    [Fact]
    public void The_smallest_is_one_whose_figures_can_be_right()
    {
        LeaderboardRow[] rows = [Row("cle", 60, 30) with { WeightBits = 4, Implausible = true }, Row("cle", 88, 30)];
        Assert.Equal(8, Assert.Single(new BoardQuery { Pick = BoardPick.Smallest }.Apply(rows, new Verdicts(rows))).WeightBits);
    }

    [Fact]
    public void The_fewest_bits_within_a_limit_are_picked_model_by_model()
    {
        LeaderboardRow[] rows =
        [
            Row("cle", 75.5f, 20) with { WeightBits = 8, ActivationBits = 8 },
            Row("cle", 75, 20) with { WeightBits = 4, ActivationBits = 8 },
            Row("none", 60, 20) with { WeightBits = 4, ActivationBits = 8 },
            Row("cle", 50, 20) with { WeightBits = 4, ActivationBits = 4 },
        ];
        var query = new BoardQuery { MaxCost = 2, Pick = BoardPick.Smallest };
        Assert.Equal(rows[1], Assert.Single(query.Apply(rows, new Verdicts(rows))));
    }

    private static Verdicts Judge(params (LeaderboardRow Row, CellMeasurement Measurement)[] cells) =>
        new(cells.Select(c => c.Row), new ImageEvidence(cells.Select(c => c.Measurement)));

    private static LeaderboardRow Row(string method, float top1, int disagreeing) =>
        Rows.Row("net", method, 8, 8, top1, 20) with { Images = Images, Disagreeing = disagreeing, Key = method };

    private static (LeaderboardRow Row, CellMeasurement Measurement) Cell(
        string method, int right, float sqnr, float agreement, int shift = 0)
    {
        var bits = new ImageBitset(Images);
        for (var i = 0; i < right; i++)
            bits[(i + shift) % Images] = true;
        var row = Row(method, 100f * right / Images, 1100) with { SqnrDb = sqnr, Agreement = agreement };
        return (row, new CellMeasurement
        {
            Key = method, Images = Images, Correct = bits.Bytes, Device = "", Provider = "", OnnxRuntime = "", Environment = "",
            Run = "s#1"
        });
    }
}
