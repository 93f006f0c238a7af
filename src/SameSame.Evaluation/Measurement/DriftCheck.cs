using SameSame.Evaluation.Sessions;

namespace SameSame.Evaluation.Measurement;

/// <summary>Runs a rewritten FP32 network beside the original: the greatest logit deviation, relative to the logits' range.</summary>
public static class DriftCheck
{
    /// <summary>A rewrite that claims exactness fails above this.</summary>
    public const double Tolerance = 1e-4;

    /// <summary>
    /// Images the check runs over; a wrong factor shows on the first. Where ReLU6 became a bound a channel, FP32 runs several times as long as the original, so
    /// more images would cost more than the cell.
    /// </summary>
    public const int Images = 4;

    /// <summary>The original's logits on the images of the check.</summary>
    public static float[] Reference(OrtModel original, ImageBatches images) =>
        AccuracyRun.Measure(original, images, null, keepLogits: true, null, CancellationToken.None).Logits!;

    /// <summary><c>max|rewritten - reference| / (max reference - min reference)</c>.</summary>
    public static double Measure(OrtModel rewritten, ImageBatches images, float[] reference)
    {
        var logits = Reference(rewritten, images);
        var worst = 0.0;
        for (var i = 0; i < reference.Length; i++)
            worst = Math.Max(worst, float.IsNaN(logits[i]) ? double.PositiveInfinity : Math.Abs((double)logits[i] - reference[i]));
        return worst / Math.Max(reference.Max() - (double)reference.Min(), 1e-30);
    }
}
