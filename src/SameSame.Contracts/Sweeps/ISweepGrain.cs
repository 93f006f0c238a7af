using SameSame.Contracts.Results;

namespace SameSame.Contracts.Sweeps;

/// <summary>The coordinator of one sweep; key: <see cref="SweepSpec.Id"/>. Splits the zoo into models and keeps a window of them open.</summary>
/// <remarks>What cannot be done in the sweep's state comes back as the unchanged status with an error.</remarks>
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

    /// <summary>What it measures; null where there is no such sweep.</summary>
    [Alias("GetSpecAsync")] Task<SweepSpec?> GetSpecAsync();

    /// <summary>All cells of one model, in the order of the spec.</summary>
    [Alias("GetCellsAsync")] Task<CellResult[]> GetCellsAsync(int model);

    /// <summary>Hands out no more work; cells that devices are at are finished.</summary>
    [Alias("PauseAsync")] Task<SweepStatus> PauseAsync();

    /// <summary>Goes on where it is unfinished: paused, or interrupted with the process that ran it.</summary>
    [Alias("ResumeAsync")] Task<SweepStatus> ResumeAsync();

    /// <summary>Ends it; its devices stop within one batch.</summary>
    [Alias("CancelAsync")] Task<SweepStatus> CancelAsync();

    /// <summary>Tries failed cells of a sweep that has ended again.</summary>
    [Alias("RetryAsync")] Task<SweepStatus> RetryAsync();

    /// <summary>Deletes the records of a sweep that does not run; results stay. Goes on by itself until the state is <see cref="SweepState.Unknown"/>.</summary>
    [Alias("RemoveAsync")] Task<SweepStatus> RemoveAsync();

    /// <summary>Events after a sequence number, oldest first, at most 256; 0 asks from the start. Numbers only grow, over restarts too.</summary>
    [Alias("GetEventsAsync")] Task<SweepEvent[]> GetEventsAsync(long after);

    /// <summary>Wakes an unfinished sweep after a restart.</summary>
    [Alias("WakeAsync")] Task WakeAsync();

    /// <summary>One of its models is further, or through.</summary>
    [Alias("ProgressAsync")] Task ProgressAsync(ModelProgress progress);
}
