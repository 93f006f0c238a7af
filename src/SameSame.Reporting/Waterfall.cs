using SameSame.Contracts.Results;
using SameSame.Reporting.Comparison;

namespace SameSame.Reporting;

/// <summary>One step from the FP32 network to a cell.</summary>
/// <param name="Label">What was done in it.</param>
/// <param name="Top1">Top-1 after it, in percent.</param>
/// <param name="Points">What it gave, in points of top-1; negative is a loss.</param>
/// <param name="Low">Lower end of its 95 % interval, over the same images.</param>
/// <param name="High">Upper end of its 95 % interval.</param>
/// <param name="Key">The measured cell that the step ends at.</param>
public sealed record WaterfallStep(string Label, double Top1, double Points, double Low, double High, string Key);

/// <summary>
/// Where a cell's top-1 comes from: plain rounding of the network as it was exported, then the factors of its method, its
/// calibrator, and what is done to biases, one after the other. Every step ends at a cell that was measured on the same images;
/// a step whose cell is missing is part of the next.
/// </summary>
/// <param name="Fp32Top1">Where it starts, in percent.</param>
/// <param name="Steps">The steps.</param>
/// <param name="Missing">Cells that would tell steps apart and were not measured, for people.</param>
public sealed record Waterfall(double Fp32Top1, IReadOnlyList<WaterfallStep> Steps, IReadOnlyList<string> Missing)
{
    /// <summary>The waterfall of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="rows">Rows of the same model, among them those that the steps end at.</param>
    /// <param name="measurements">The measurements behind the rows, by key.</param>
    public static Waterfall Of(
        LeaderboardRow row, IReadOnlyCollection<LeaderboardRow> rows, IReadOnlyDictionary<string, CellMeasurement> measurements)
    {
        var (steps, missing, wanted) = (new List<WaterfallStep>(), new List<string>(), Path(row));
        LeaderboardRow? before = null;
        var pending = new List<string>();
        foreach (var (label, at) in wanted)
        {
            pending.Add(label);
            if (Find(rows, row, at) is not { } found)
            {
                missing.Add($"{at.Method}, {at.Calibrator} ranges, bias correction {at.BiasCorrection}");
                continue;
            }

            steps.Add(Step(string.Join(" + ", pending), before, found, measurements));
            (before, pending) = (found, []);
        }

        return new Waterfall(row.Fp32Top1, steps, missing);
    }

    private static IEnumerable<(string Label, (string Method, string Calibrator, string BiasCorrection) At)> Path(
        LeaderboardRow row)
    {
        yield return ("rounding", ("none", "minmax", "none"));
        if (row.Method != "none")
            yield return ($"factors: {row.Method}", (row.Method, "minmax", "none"));
        if (row.Calibrator != "minmax")
            yield return ($"ranges: {row.Calibrator}", (row.Method, row.Calibrator, "none"));
        if (row.BiasCorrection != "none")
            yield return ($"biases: {row.BiasCorrection}", (row.Method, row.Calibrator, row.BiasCorrection));
    }

    private static LeaderboardRow? Find(
        IEnumerable<LeaderboardRow> rows, LeaderboardRow row, (string Method, string Calibrator, string BiasCorrection) at) =>
        rows.FirstOrDefault(r => (r.Method, r.Calibrator, r.BiasCorrection) == at
            && r.Model == row.Model && r.ModelSha256 == row.ModelSha256
            && r.Dataset == row.Dataset && r.DatasetDigest == row.DatasetDigest
            && r.WeightBits == row.WeightBits && r.ActivationBits == row.ActivationBits && r.Granularity == row.Granularity
            && r.Images == row.Images);

    private static WaterfallStep Step(
        string label, LeaderboardRow? before, LeaderboardRow after, IReadOnlyDictionary<string, CellMeasurement> measurements)
    {
        if (before is null)
            return new WaterfallStep(
                label, after.Top1, -after.Degradation, -after.DegradationHigh, -after.DegradationLow, after.Key);
        var test = PairTest.Of(
            before, after, measurements.GetValueOrDefault(before.Key), measurements.GetValueOrDefault(after.Key));
        return new WaterfallStep(label, after.Top1, test.Points, test.Low, test.High, after.Key);
    }
}
