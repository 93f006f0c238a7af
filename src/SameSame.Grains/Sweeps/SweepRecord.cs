using SameSame.Contracts.Sweeps;

namespace SameSame.Grains.Sweeps;

/// <summary>What is stored of a sweep; the names of its models lie in pages of their own, so that this stays small.</summary>
[GenerateSerializer, Alias("samesame.sweep-record")]
public sealed class SweepRecord
{
    /// <summary>Version of the record.</summary>
    [Id(0)] public int Schema { get; set; } = 1;

    /// <summary>The spec, or null where the sweep was never started.</summary>
    [Id(1)] public SweepSpec? Spec { get; set; }

    /// <summary>Counts the runs of this spec.</summary>
    [Id(2)] public int Generation { get; set; }

    /// <summary>Number of models.</summary>
    [Id(3)] public int Models { get; set; }

    /// <summary>One bit a model that is through.</summary>
    [Id(4)] public byte[] Finished { get; set; } = [];

    /// <summary>Counts over finished models.</summary>
    [Id(5)] public CellCounts Counts { get; set; } = new();

    /// <summary>State.</summary>
    [Id(6)] public SweepState State { get; set; }

    /// <summary>When it was last started.</summary>
    [Id(7)] public DateTimeOffset Started { get; set; }

    /// <summary>Counts the retries of failed cells within this generation.</summary>
    [Id(8)] public int Retry { get; set; }

    /// <summary>No event has a greater number.</summary>
    [Id(9)] public long EventBase { get; set; }

    /// <summary>Counts over models that were open when it was stopped.</summary>
    [Id(10)] public CellCounts Stopped { get; set; } = new();

    /// <summary>Models before this one may have been opened; those that were opened since the last write are not counted.</summary>
    [Id(11)] public int Opened { get; set; }

    /// <summary>Number of models that are through.</summary>
    public int ModelsFinished => Finished.Sum(b => int.PopCount(b));

    /// <summary>Whether a model is through.</summary>
    public bool IsFinished(int model) => (Finished[model >> 3] & (1 << (model & 7))) != 0;

    /// <summary>Marks a model as through.</summary>
    public void Finish(int model) => Finished[model >> 3] |= (byte)(1 << (model & 7));

    /// <summary>Every model is open again.</summary>
    public void Reopen() => (Finished, Counts, Stopped, Opened) = (new byte[(Models + 7) / 8], new CellCounts(), new CellCounts(), 0);
}
