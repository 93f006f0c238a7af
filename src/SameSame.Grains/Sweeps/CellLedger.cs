using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;

namespace SameSame.Grains.Sweeps;

/// <summary>What is stored of one model of a sweep.</summary>
[GenerateSerializer, Alias("samesame.cell-ledger")]
public sealed class CellLedger
{
    /// <summary>Version of the record.</summary>
    [Id(0)] public int Schema { get; set; } = 1;

    /// <summary>What was asked for, or null where nothing was.</summary>
    [Id(1)] public ModelSweepStart? Start { get; set; }

    /// <summary>SHA-256 of the model, once known.</summary>
    [Id(2)] public string ModelSha256 { get; set; } = "";

    /// <summary>Name of the dataset, once known.</summary>
    [Id(3)] public string DatasetName { get; set; } = "";

    /// <summary>Cells, scheme by scheme, method by method.</summary>
    [Id(4)] public List<LedgerCell> Cells { get; set; } = [];

    /// <summary>True when all cells are through, stored and published.</summary>
    [Id(5)] public bool Reported { get; set; }

    /// <summary>The cells of a spec, all pending.</summary>
    public static IEnumerable<LedgerCell> CellsOf(SweepSpec spec) =>
        spec.Schemes.SelectMany((_, s) => spec.Methods.Select(m => new LedgerCell { Scheme = s, Method = m }));

    /// <summary>Digest of the dataset's evaluation images, once known.</summary>
    [Id(6)] public string DatasetDigest { get; set; } = "";

    /// <summary>Counts by state.</summary>
    public CellCounts Counts => new()
    {
        Total = Cells.Count,
        Completed = Cells.Count(c => c.Status == CellStatus.Completed),
        Reused = Cells.Count(c => c.Status == CellStatus.Reused),
        Failed = Cells.Count(c => c.Status == CellStatus.Failed),
    };
}

/// <summary>One cell in the ledger.</summary>
[GenerateSerializer, Alias("samesame.ledger-cell")]
public sealed class LedgerCell
{
    /// <summary>Index into the spec's schemes.</summary>
    [Id(0)] public int Scheme { get; set; }

    /// <summary>Name of the method.</summary>
    [Id(1)] public string Method { get; set; } = "";

    /// <summary>Key of the cell, once known.</summary>
    [Id(2)] public string Key { get; set; } = "";

    /// <summary>State.</summary>
    [Id(3)] public CellStatus Status { get; set; }

    /// <summary>Reason of a failure.</summary>
    [Id(4)] public string? Error { get; set; }

    /// <summary>Failed tries so far.</summary>
    [Id(5)] public int Attempts { get; set; }

    /// <summary>Whether the leaderboard has it.</summary>
    [Id(6)] public bool Published { get; set; }

    /// <summary>The execution whose failure was counted last.</summary>
    [Id(7)] public string? CountedExecution { get; set; }

    /// <summary>Whether there is a measurement.</summary>
    public bool Measured => Status is CellStatus.Completed or CellStatus.Reused;
}
