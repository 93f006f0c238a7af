using SameSame.Contracts.Results;

namespace SameSame.Reporting;

/// <summary>A row of the leaderboard as programs read it. Percentages are 0 to 100, degradation and its interval are percentage
/// points.</summary>
/// <param name="Model">The model.</param>
/// <param name="ModelSha256">SHA-256 of its file; empty where an earlier version measured it.</param>
/// <param name="Dataset">The dataset's name.</param>
/// <param name="DatasetDigest">Eight hex digits of the hash of its images and labels.</param>
/// <param name="Method">The method.</param>
/// <param name="WeightBits">Weight bits.</param>
/// <param name="ActivationBits">Activation bits.</param>
/// <param name="Granularity">Number of weight scales, by name.</param>
/// <param name="Calibrator">Rule of activation ranges.</param>
/// <param name="BiasCorrection">What was done to biases.</param>
/// <param name="Images">Evaluation images.</param>
/// <param name="Fp32Top1">FP32 top-1.</param>
/// <param name="Top1">Quantized top-1.</param>
/// <param name="Top5">Quantized top-5.</param>
/// <param name="Degradation">FP32 minus quantized top-1, paired over the same images.</param>
/// <param name="DegradationCi95">Its 95 % interval, low and high.</param>
/// <param name="Agreement">Share of images with FP32's top class.</param>
/// <param name="SqnrDb">Logit signal to quantization noise in decibels; null where there was no signal.</param>
/// <param name="BeyondDb">Decibels lost beyond what rounding and clipping explain; null where that is no number.</param>
/// <param name="Best">Whether it is the best method of its model and scheme.</param>
/// <param name="Tied">Whether images do not tell it apart from the best.</param>
/// <param name="Implausible">Why its figures cannot be right; null where nothing says so.</param>
/// <param name="Findings">What speaks against the FP32 run or the calibration; null where nothing does.</param>
/// <param name="FloatLayers">Layers with weights or inputs in floating point.</param>
/// <param name="Bytes">Bytes of weights, biases and scales as hardware packs them; null where an earlier version measured
/// it.</param>
/// <param name="ExportSha256">SHA-256 of that file.</param>
/// <param name="Sweep">The sweep it was measured for.</param>
/// <param name="Measured">When.</param>
/// <param name="Key">Key of the result.</param>
public sealed record RowRecord(
    string Model, string ModelSha256, string Dataset, string DatasetDigest, string Method, int WeightBits, int ActivationBits,
    string Granularity, string Calibrator,
    string BiasCorrection, int Images, float Fp32Top1, float Top1, float Top5, float Degradation, float[] DegradationCi95,
    float Agreement, float? SqnrDb, float? BeyondDb,
    bool Best, bool Tied, string? Implausible, string? Findings, int FloatLayers, long? Bytes, string? ExportSha256, string Sweep,
    DateTimeOffset? Measured, string Key)
{
    /// <summary>The record of a row.</summary>
    public static RowRecord Of(LeaderboardRow r, Verdicts verdicts) => new(
        r.Model, r.ModelSha256, r.Dataset, r.DatasetDigest, r.Method, r.WeightBits, r.ActivationBits, r.Granularity, r.Calibrator,
        r.BiasCorrection, r.Images, r.Fp32Top1, r.Top1, r.Top5, r.Degradation, [r.DegradationLow, r.DegradationHigh], r.Agreement,
        float.IsFinite(r.SqnrDb) ? r.SqnrDb : null, float.IsFinite(r.BeyondDb) ? r.BeyondDb : null,
        verdicts.StandingOf(r) == Standing.Best, verdicts.StandingOf(r) == Standing.Tied, verdicts.Implausible(r), r.Findings,
        r.FloatLayers,
        r.WeightBytes > 0 ? r.WeightBytes : null, r.ExportSha256, r.Sweep, r.Measured, r.Key);
}
