using SameSame.Contracts.Results;
using SameSame.Quantization.Metrics;

namespace SameSame.Contracts.Work;

/// <summary>How a piece of work ended: an error, or the result of its kind.</summary>
[GenerateSerializer, Immutable, Alias("samesame.work-outcome")]
public sealed record WorkOutcome
{
    /// <summary>One line, or null where it went well.</summary>
    [Id(0)] public string? Error { get; init; }

    /// <summary>Whether trying again could help: false for bad input.</summary>
    [Id(1)] public bool Retriable { get; init; }

    /// <summary>Set for baselines.</summary>
    [Id(2)] public BaselineOutcome? Baseline { get; init; }

    /// <summary>Set for calibrations.</summary>
    [Id(3)] public CalibrationOutcome? Calibration { get; init; }

    /// <summary>Set for cells.</summary>
    [Id(4)] public CellMeasurement? Cell { get; init; }

    /// <summary>An outcome that says what went wrong.</summary>
    public static WorkOutcome Failed(string error, bool retriable) => new() { Error = error, Retriable = retriable };
}

/// <summary>What an FP32 run found.</summary>
[GenerateSerializer, Immutable, Alias("samesame.baseline-outcome")]
public sealed record BaselineOutcome
{
    /// <summary>Number of images.</summary>
    [Id(0)] public int Images { get; init; }

    /// <summary>Bitset of images it got right.</summary>
    [Id(1)] public required byte[] Correct { get; init; }

    /// <summary>Top-5 in percent.</summary>
    [Id(2)] public double Top5 { get; init; }

    /// <summary>Seconds it took, on all devices together.</summary>
    [Id(4)] public double Seconds { get; init; }

    /// <summary>The logits, part by part; of one piece of work exactly one part.</summary>
    [Id(5)] public required LogitsPart[] Parts { get; init; }

    /// <summary>What it says of the labels; null from versions that did not count.</summary>
    [Id(6)] public LabelEvidence? Labels { get; init; }

    /// <summary>One run from the runs over its parts.</summary>
    /// <param name="parts">In order, without gaps.</param>
    public static BaselineOutcome Join(IReadOnlyList<BaselineOutcome> parts)
    {
        var images = parts.Sum(p => p.Images);
        return new BaselineOutcome
        {
            Images = images,
            Correct = ImageBitset.Join([.. parts.Select(p => new ImageBitset(p.Images, p.Correct))]).Bytes,
            Top5 = parts.Sum(p => p.Top5 * p.Images) / images,
            Seconds = parts.Sum(p => p.Seconds),
            Parts = [.. parts.SelectMany(p => p.Parts)],
            Labels = parts.Any(p => p.Labels is null) ? null : LabelEvidence.Of(parts.Select(p => p.Labels!.Counts).Aggregate((a, b) => a.Add(b))),
        };
    }
}

/// <summary>What a calibration pass left behind.</summary>
[GenerateSerializer, Immutable, Alias("samesame.calibration-outcome")]
public sealed record CalibrationOutcome
{
    /// <summary>Artifact: the statistics.</summary>
    [Id(0)] public required string Statistics { get; init; }

    /// <summary>Artifact: the original's logits on the images of the drift check.</summary>
    [Id(1)] public required string DriftLogits { get; init; }

    /// <summary>
    /// Whether the statistics hold no histograms, because nothing that asked for them reads any: counting them takes a quarter to a third of a calibration. Whoever needs some has the
    /// pass run again; all else in the statistics is the same, bit for bit.
    /// </summary>
    [Id(2)] public bool MomentsOnly { get; init; }
}
