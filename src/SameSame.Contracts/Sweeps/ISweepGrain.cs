using SameSame.Contracts.Results;

namespace SameSame.Contracts.Sweeps;

/// <summary>The coordinator of one sweep; key: <see cref="SweepSpec.Id"/>. Splits the zoo into models and keeps a window of them open.</summary>
[Alias("samesame.ISweepGrain")]
public interface ISweepGrain : IGrainWithStringKey
{
    /// <summary>
    /// Starts the sweep, or continues it where it is unfinished. A finished one runs again; what has a result is reused. Returns when the
    /// catalogue and the dataset have been read: state <see cref="SweepState.Failed"/> and one line where they cannot.
    /// </summary>
    [Alias("StartAsync")] Task<SweepStatus> StartAsync(SweepSpec spec);

    /// <summary>Where the sweep stands.</summary>
    [Alias("GetStatusAsync")] Task<SweepStatus> GetStatusAsync();

    /// <summary>All cells of one model, in the order of the spec.</summary>
    [Alias("GetCellsAsync")] Task<CellResult[]> GetCellsAsync(int model);

    /// <summary>Wakes an unfinished sweep after a restart.</summary>
    [Alias("WakeAsync")] Task WakeAsync();

    /// <summary>One of its models is through.</summary>
    [Alias("ModelFinishedAsync")] Task ModelFinishedAsync(string model, int generation, CellCounts counts);
}
