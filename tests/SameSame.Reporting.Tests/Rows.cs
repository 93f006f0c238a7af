using SameSame.Contracts.Results;

namespace SameSame.Reporting.Tests;

/// <summary>A small leaderboard with a tie, a comma and a pipe.</summary>
internal static class Rows
{
    public static LeaderboardRow[] Some { get; } =
    [
        Row("net_b", "none", 8, 8, 70, 12.34f), Row("net_b", "cle", 8, 8, 75.5f, 20), Row("net_b", "two-step", 8, 8, 75.5f, 21),
        Row("net_a,|", "none", 4, 8, 0.1f, -1), Row("net_b", "cle", 4, 8, 40, 5), Row("net_b", "none", 6, 6, 60, 9),
    ];

    public static LeaderboardRow Row(string model, string method, int weights, int activations, float top1, float sqnr) => new()
    {
        Model = model,
        Dataset = "d",
        Method = method,
        WeightBits = weights,
        ActivationBits = activations,
        Granularity = "per-tensor",
        Calibrator = "minmax",
        BiasCorrection = "none",
        Images = 650,
        Fp32Top1 = 76,
        Top1 = top1,
        Degradation = 76 - top1,
        DegradationLow = 75 - top1,
        DegradationHigh = 77 - top1,
        Agreement = 90.04f,
        SqnrDb = sqnr,
        Disagreeing = 20,
        Key = $"{model}-{method}-{weights}",
    };
}
