namespace SameSame.Contracts.Sweeps;

/// <summary>Where a sweep stands.</summary>
public enum SweepState
{
    /// <summary>No such sweep.</summary>
    Unknown,

    /// <summary>Cells are outstanding.</summary>
    Running,

    /// <summary>Every cell has a result or a reason.</summary>
    Finished,

    /// <summary>Nothing could start; the error says why.</summary>
    Failed,

    /// <summary>Stopped on request; goes on when it is resumed.</summary>
    Paused,

    /// <summary>Ended on request; what was measured is kept.</summary>
    Cancelled,

    /// <summary>Being deleted.</summary>
    Removing,
}

/// <summary>A sweep at a glance.</summary>
[GenerateSerializer, Alias("samesame.sweep-status")]
public sealed record SweepStatus
{
    /// <summary>Id of the sweep.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Its state.</summary>
    [Id(1)] public SweepState State { get; init; }

    /// <summary>Models in it.</summary>
    [Id(2)] public int Models { get; init; }

    /// <summary>Models that are through.</summary>
    [Id(3)] public int ModelsFinished { get; init; }

    /// <summary>Cells by state, over all models.</summary>
    [Id(4)] public CellCounts Cells { get; init; } = new();

    /// <summary>Why it failed, or why what was asked for cannot be done.</summary>
    [Id(5)] public string? Error { get; init; }

    /// <summary>When it was last started.</summary>
    [Id(6)] public DateTimeOffset Started { get; init; }

    /// <summary>What its devices do now.</summary>
    [Id(7)] public RunningWork[] Running { get; init; } = [];

    /// <summary>Work of this sweep that waits for a device.</summary>
    [Id(8)] public int Queued { get; init; }

    /// <summary>Devices that could do its work, heard of lately.</summary>
    [Id(9)] public int Devices { get; init; }

    /// <summary>Models of a sweep that nobody works on whose cells are not in <see cref="Cells"/> yet: each call looks at some of them.</summary>
    [Id(10)] public int Uncounted { get; init; }

    /// <summary>Searches for factors under way; they have no device.</summary>
    [Id(11)] public SearchProgress[] Searches { get; init; } = [];

    /// <summary>Whether nothing will change any more by itself.</summary>
    public bool Ended => State is SweepState.Finished or SweepState.Cancelled or SweepState.Unknown or SweepState.Failed;
}

/// <summary>Counts of cells by state.</summary>
[GenerateSerializer, Alias("samesame.cell-counts")]
public sealed record CellCounts
{
    /// <summary>All cells.</summary>
    [Id(0)] public int Total { get; init; }

    /// <summary>Measured in this sweep.</summary>
    [Id(1)] public int Completed { get; init; }

    /// <summary>Taken from an earlier measurement under the same key.</summary>
    [Id(2)] public int Reused { get; init; }

    /// <summary>Given up, with a reason.</summary>
    [Id(3)] public int Failed { get; init; }

    /// <summary>Cells that are through.</summary>
    public int Done => Completed + Reused + Failed;

    /// <summary>Both together.</summary>
    public static CellCounts operator +(CellCounts a, CellCounts b) => new()
    {
        Total = a.Total + b.Total,
        Completed = a.Completed + b.Completed,
        Reused = a.Reused + b.Reused,
        Failed = a.Failed + b.Failed,
    };
}

/// <summary>One piece of work under a lease.</summary>
/// <param name="What">For people: model, kind, bits, method.</param>
/// <param name="Device">Who does it.</param>
/// <param name="Done">Images done.</param>
/// <param name="Total">Images in all; 0 where not known yet.</param>
/// <param name="ImagesPerSecond">Rate so far.</param>
[GenerateSerializer, Alias("samesame.running-work")]
public sealed record RunningWork([property: Id(0)] string What, [property: Id(1)] string Device, [property: Id(2)] int Done, [property: Id(3)] int Total, [property: Id(4)] double ImagesPerSecond);
