namespace SameSame.Evaluation.Measurement;

/// <summary>What a run over images compares, keeps and reports.</summary>
public sealed record AccuracyOptions
{
    /// <summary>FP32 logits of the same images in the same order, or null.</summary>
    public ReferenceLogits? Reference { get; init; }

    /// <summary>Images, from the first, whose logits the result carries; none by default, <see cref="int.MaxValue"/> for all.</summary>
    public int KeepLogits { get; init; }

    /// <summary>Told how many images are done.</summary>
    public Action<int>? Progress { get; init; }

    /// <summary>How many images go at once; <see cref="AccuracyRun.Batch"/> by default.</summary>
    public BatchSizer? Batches { get; init; }

    /// <summary>
    /// Ends the run as soon as the 95 % interval of the paired difference from the reference is narrower than so many points; null runs over all images. Needs
    /// <see cref="Reference"/>, and images in random order.
    /// </summary>
    public double? Confidence { get; init; }
}
