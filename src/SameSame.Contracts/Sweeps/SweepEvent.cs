namespace SameSame.Contracts.Sweeps;

/// <summary>What can happen to a sweep.</summary>
public enum SweepEventKind
{
    /// <summary>Earlier events are gone, with the process that held them or because there were too many: the counts say where it stands.</summary>
    Snapshot,

    /// <summary>A cell was measured, taken over, or given up.</summary>
    CellEnded,

    /// <summary>All cells of a model are through.</summary>
    ModelFinished,

    /// <summary>The sweep's state changed.</summary>
    StateChanged,
}

/// <summary>One event in the life of a sweep.</summary>
/// <param name="Sequence">Its number; grows by at least one.</param>
/// <param name="At">When.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Text">For people: the cell and how it ended, the model, or the new state.</param>
/// <param name="State">The sweep's state after it.</param>
/// <param name="Counts">The sweep's counts after it.</param>
[GenerateSerializer, Immutable, Alias("samesame.sweep-event")]
public sealed record SweepEvent(
    [property: Id(0)] long Sequence,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] SweepEventKind Kind,
    [property: Id(3)] string Text,
    [property: Id(4)] SweepState State,
    [property: Id(5)] CellCounts Counts);
