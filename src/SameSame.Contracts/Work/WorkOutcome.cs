using SameSame.Contracts.Results;

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

    /// <summary>Artifact: all logits, float32 <c>[images, classes]</c>.</summary>
    [Id(3)] public required string Logits { get; init; }

    /// <summary>Seconds it took.</summary>
    [Id(4)] public double Seconds { get; init; }
}

/// <summary>What a calibration pass left behind.</summary>
[GenerateSerializer, Immutable, Alias("samesame.calibration-outcome")]
public sealed record CalibrationOutcome
{
    /// <summary>Artifact: the statistics.</summary>
    [Id(0)] public required string Statistics { get; init; }

    /// <summary>Artifact: the original's logits on the images of the drift check.</summary>
    [Id(1)] public required string DriftLogits { get; init; }
}
