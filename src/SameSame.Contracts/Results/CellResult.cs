using SameSame.Quantization.Schemes;

namespace SameSame.Contracts.Results;

/// <summary>How a cell of a sweep ended.</summary>
public enum CellStatus
{
    /// <summary>Not yet.</summary>
    Pending,

    /// <summary>Measured in this sweep.</summary>
    Completed,

    /// <summary>Taken from an earlier measurement.</summary>
    Reused,

    /// <summary>Given up, with a reason.</summary>
    Failed,

    /// <summary>Its sweep was cancelled before it was measured.</summary>
    Cancelled,
}

/// <summary>One cell of a sweep as people see it: what it is, how it ended, what was measured.</summary>
[GenerateSerializer, Immutable, Alias("samesame.cell-result")]
public sealed record CellResult
{
    /// <summary>The model.</summary>
    [Id(0)] public required string Model { get; init; }

    /// <summary>SHA-256 of its file, or empty where that could not be read.</summary>
    [Id(1)] public required string ModelSha256 { get; init; }

    /// <summary>The method.</summary>
    [Id(2)] public required string Method { get; init; }

    /// <summary>The scheme.</summary>
    [Id(3)] public required QuantizationScheme Scheme { get; init; }

    /// <summary>How it ended.</summary>
    [Id(4)] public CellStatus Status { get; init; }

    /// <summary>One line where it failed.</summary>
    [Id(5)] public string? Error { get; init; }

    /// <summary>The figures; null where it failed or is pending.</summary>
    [Id(6)] public CellMeasurement? Measurement { get; init; }

    /// <summary>Name of the dataset; empty where an earlier version began the sweep.</summary>
    [Id(7)] public string Dataset { get; init; } = "";

    /// <summary>First eight hex digits of the hash over the evaluation images and their labels; empty where an earlier version began the sweep.</summary>
    [Id(8)] public string DatasetDigest { get; init; } = "";
}
