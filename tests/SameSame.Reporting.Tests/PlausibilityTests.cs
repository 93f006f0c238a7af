using SameSame.Contracts.Results;

namespace SameSame.Reporting.Tests;

public class PlausibilityTests
{
    private static LeaderboardRow Row(int bits, float sqnr, float beyond, string granularity = "per-tensor", bool implausible = false) =>
        Rows.Row("net", "cle", bits, bits, 70, sqnr) with { BeyondDb = beyond, Granularity = granularity, Implausible = implausible };

    [Fact]
    public void A_row_that_lost_more_than_rounding_and_clipping_explain_is_marked() =>
        Assert.Contains("30.0 dB below what rounding and clipping explain", Assert.Single(Marks(Row(16, -0.5f, 30, implausible: true), Row(8, 20, 0))), StringComparison.Ordinal);

    [Fact]
    public void A_row_that_falls_with_more_bits_is_marked() =>
        Assert.Equal("net 16/16 per-tensor cle: 10.0 dB where 8/8 has 20.0", Assert.Single(Marks(Row(16, 10, 5), Row(8, 20, 0))));

    [Fact]
    public void A_row_per_channel_far_behind_per_tensor_is_marked() =>
        Assert.Equal("net 8/8 per-channel cle: 10.0 dB where per-tensor has 14.0", Assert.Single(Marks(Row(8, 10, 5, "per-channel"), Row(8, 14, 0))));

    [Fact]
    public void Where_the_prediction_says_the_same_nothing_is_marked()
    {
        Assert.Empty(Marks(Row(16, 10, 1), Row(8, 20, 0)));
        Assert.Empty(Marks(Row(8, 10, 1, "per-channel"), Row(8, 14, 0)));
        Assert.Empty(Marks(Row(8, 12, 5, "per-channel"), Row(8, 14, 0)));
    }

    [Fact]
    public void Other_methods_are_no_neighbours() => Assert.Empty(Marks(Row(16, 10, 5), Row(8, 20, 0) with { Method = "none" }));

    [Fact]
    public void A_marked_row_leads_no_table_and_is_best_only_alone()
    {
        LeaderboardRow[] rows = [Row(8, 10, 30, implausible: true) with { Top1 = 75 }, Rows.Row("net", "none", 8, 8, 60, 12), Row(6, 2, 30, implausible: true)];
        Assert.Equal(["cle !", "none *", "cle !"], LeaderboardTable.Of(Ranking.Sort(rows)).Rows.Select(r => r[5]));
        Assert.Equal(["none", "cle"], Ranking.Best(rows, new Verdicts(rows)).Select(r => r.Method));
    }

    [Fact]
    public void Layers_in_floating_point_are_counted_beside_the_bits() =>
        Assert.Equal("8/8 ~2", Assert.Single(LeaderboardTable.Of([Row(8, 20, 0) with { FloatLayers = 2 }]).Rows)[1]);

    private static IEnumerable<string> Marks(params LeaderboardRow[] rows) => Plausibility.Marks(rows).Values;
}
