using SameSame.Evaluation.Sessions;
using SameSame.Quantization.Metrics;

namespace SameSame.Evaluation.Measurement;

/// <summary>What one network did on a set of images.</summary>
/// <param name="Correct">Which images it got right, in the order they ran.</param>
/// <param name="Top5Correct">How many had their class among the five greatest logits.</param>
/// <param name="Agreeing">How many had the reference's top class; 0 without a reference.</param>
/// <param name="Noise">Logit signal to noise against the reference; zero without one.</param>
/// <param name="Logits">All logits, <c>[images, classes]</c>, where they were asked for.</param>
/// <param name="Classes">Number of logits an image.</param>
/// <param name="Seconds">Time spent in inference and preprocessing.</param>
public sealed record AccuracyResult(ImageBitset Correct, int Top5Correct, int Agreeing, SignalToNoise Noise, float[]? Logits, int Classes, double Seconds)
{
    /// <summary>Which images the reference got right, in the same order; null without one.</summary>
    public ImageBitset? ReferenceCorrect { get; init; }

    /// <summary>Images in one call of the session, as it was at the end.</summary>
    public int Batch { get; init; }

    /// <summary>Which provider ran how many nodes; null where nobody counted.</summary>
    public ProviderCensus? Census { get; init; }

    /// <summary>Number of images that ran.</summary>
    public int Images => Correct.Count;

    /// <summary>Top-1 in percent.</summary>
    public double Top1 => 100.0 * Correct.SetCount / Correct.Count;

    /// <summary>Top-5 in percent.</summary>
    public double Top5 => 100.0 * Top5Correct / Correct.Count;

    /// <summary>Top-1 agreement with the reference in percent.</summary>
    public double Agreement => 100.0 * Agreeing / Correct.Count;

    /// <summary>What the run says of the labels. All logits must have been kept.</summary>
    /// <param name="images">The images it ran over.</param>
    /// <param name="offset">What was added to the dataset's labels.</param>
    public LabelCounts CountLabels(ImageBatches images, int offset)
    {
        int[] answers = [.. Enumerable.Range(0, Images).Select(i => TopK.ArgMax(Logits.AsSpan(i * Classes, Classes)))];
        return LabelCounts.Of(answers, images.Labels.AsSpan(0, Images), Classes, offset);
    }
}
