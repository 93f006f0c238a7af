namespace SameSame.Reporting.Tests;

public class TableTests
{
    [Fact]
    public void Rows_are_ranked_by_model_then_width_then_accuracy_and_a_tie_goes_to_the_better_SQNR()
    {
        var table = LeaderboardTable.Of(Ranking.Sort(Rows.Some));
        Assert.Equal(
            ["net_a,| 4/8 none *", "net_b 8/8 two-step *", "net_b 8/8 cle =", "net_b 8/8 none", "net_b 6/6 none *", "net_b 4/8 cle *"],
            table.Rows.Select(r => $"{r[0]} {r[1]} {r[5]}"));
    }

    [Fact]
    public void The_order_does_not_depend_on_where_rows_come_from() =>
        Assert.Equal(Ranking.Sort(Rows.Some), Ranking.Sort(Rows.Some.Reverse()));

    [Fact]
    public void Best_keeps_one_row_a_model_and_width() =>
        Assert.Equal(["net_a,|-none-4", "net_b-two-step-8", "net_b-none-6", "net_b-cle-4"], Ranking.Best(Rows.Some, new Verdicts(Rows.Some)).Select(r => r.Key));

    [Fact]
    public void Csv_quotes_what_needs_it() => Assert.Equal(
        """
        model,bits,weights,ranges,bias,method,FP32,top-1,cost,95 % interval,agree,SQNR,images
        "net_a,|",4/8,per-tensor,minmax,none,none *,76.00,0.10,75.90,74.90 .. 76.90,90.0,-1.0,650

        """.ReplaceLineEndings("\r\n"), TextFormats.Csv(LeaderboardTable.Of(Rows.Some.Where(r => r.WeightBits == 4 && r.Method == "none"))));

    [Fact]
    public void Markdown_aligns_numbers_and_escapes_pipes() => Assert.Equal(
        """
        | model | bits | weights | ranges | bias | method | FP32 | top-1 | cost | 95 % interval | agree | SQNR | images |
        |---|---|---|---|---|---|---:|---:|---:|---:|---:|---:|---:|
        | net_a,\| | 4/8 | per-tensor | minmax | none | none * | 76.00 | 0.10 | 75.90 | 74.90 .. 76.90 | 90.0 | -1.0 | 650 |

        """, TextFormats.Markdown(LeaderboardTable.Of(Rows.Some.Where(r => r.WeightBits == 4 && r.Method == "none"))));
}
