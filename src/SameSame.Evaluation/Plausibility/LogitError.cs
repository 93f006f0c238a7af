using SameSame.Evaluation.Measurement;
using SameSame.Evaluation.Sessions;
using SameSame.Quantization.Metrics;

namespace SameSame.Evaluation.Plausibility;

/// <summary>Logits of a session on a few images, compared.</summary>
public static class LogitError
{
    /// <summary>All logits of the images, row-major.</summary>
    public static float[] Logits(OrtModel session, ImageBatches images) =>
        AccuracyRun.Measure(session, images with { Labels = new int[images.Count] }, null, keepLogits: true, null, CancellationToken.None).Logits!;

    /// <summary><c>10 log10(sum F^2 / sum (F - Q)^2)</c>; not above 200, which stands for equal. NaN counts as nothing but noise.</summary>
    public static double Decibels(float[] expected, float[] actual)
    {
        if (Array.Exists(actual, v => !float.IsFinite(v)))
            return double.NegativeInfinity;
        var noise = default(SignalToNoise).Add(expected, actual);
        return noise.Noise > 0 ? Math.Min(200, noise.Decibels) : 200;
    }
}
