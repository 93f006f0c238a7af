using SameSame.Quantization.Metrics;

namespace SameSame.Contracts.Work;

/// <summary><see cref="LabelCounts"/> as they are stored.</summary>
[GenerateSerializer, Immutable, Alias("samesame.label-evidence")]
public sealed record LabelEvidence
{
    /// <summary><see cref="LabelCounts.Images"/>.</summary>
    [Id(0)] public int Images { get; init; }

    /// <summary><see cref="LabelCounts.Outputs"/>.</summary>
    [Id(1)] public int Outputs { get; init; }

    /// <summary><see cref="LabelCounts.Labels"/>.</summary>
    [Id(2)] public int Labels { get; init; }

    /// <summary><see cref="LabelCounts.Offset"/>.</summary>
    [Id(3)] public int Offset { get; init; }

    /// <summary>Right, with labels as they are, one lower, one higher.</summary>
    [Id(4)] public required int[] Right { get; init; }

    /// <summary>Held-out images, of them right, of them right under a renaming.</summary>
    [Id(5)] public required int[] HeldOut { get; init; }

    /// <summary>Images with the most frequent answer, and with the most frequent label.</summary>
    [Id(6)] public required int[] Most { get; init; }

    /// <summary>The counts.</summary>
    public LabelCounts Counts => new()
    {
        Images = Images,
        Outputs = Outputs,
        Labels = Labels,
        Offset = Offset,
        Correct = Right[0],
        CorrectBelow = Right[1],
        CorrectAbove = Right[2],
        HeldOut = HeldOut[0],
        HeldOutCorrect = HeldOut[1],
        HeldOutRenamed = HeldOut[2],
        MostAnswered = Most[0],
        MostLabelled = Most[1],
    };

    /// <summary>What speaks against the run.</summary>
    public IReadOnlyList<BaselineFinding> Findings => BaselineJudge.Findings(Counts);

    /// <summary>Counts, to be stored.</summary>
    public static LabelEvidence Of(LabelCounts counts) => new()
    {
        Images = counts.Images,
        Outputs = counts.Outputs,
        Labels = counts.Labels,
        Offset = counts.Offset,
        Right = [counts.Correct, counts.CorrectBelow, counts.CorrectAbove],
        HeldOut = [counts.HeldOut, counts.HeldOutCorrect, counts.HeldOutRenamed],
        Most = [counts.MostAnswered, counts.MostLabelled],
    };
}
