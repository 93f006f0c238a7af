using SameSame.Contracts.Sweeps;

namespace SameSame.Grains.Sweeps;

/// <summary>What is stored of a sweep.</summary>
[GenerateSerializer, Alias("samesame.sweep-record")]
public sealed class SweepRecord
{
    /// <summary>Version of the record.</summary>
    [Id(0)] public int Schema { get; set; } = 1;

    /// <summary>The spec, or null where the sweep was never started.</summary>
    [Id(1)] public SweepSpec? Spec { get; set; }

    /// <summary>Counts the runs of this spec.</summary>
    [Id(2)] public int Generation { get; set; }

    /// <summary>Names of the models.</summary>
    [Id(3)] public string[] Models { get; set; } = [];

    /// <summary>Indices of models that are through.</summary>
    [Id(4)] public HashSet<int> Finished { get; set; } = [];

    /// <summary>Counts over finished models.</summary>
    [Id(5)] public CellCounts Counts { get; set; } = new();

    /// <summary>State.</summary>
    [Id(6)] public SweepState State { get; set; }

    /// <summary>When it was last started.</summary>
    [Id(7)] public DateTimeOffset Started { get; set; }
}
