using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;
using SameSame.Evaluation.Configuration;
using SameSame.Hosting.Access;

namespace SameSame.Client.Sweeps;

/// <summary>How a sweep ended: its status and its cells, of one and the same run.</summary>
/// <param name="Status">Its last status.</param>
/// <param name="Cells">All its cells.</param>
internal sealed record SweepEnd(SweepStatus Status, IReadOnlyList<CellResult> Cells)
{
    /// <summary>Waits for it. Whoever submits the same spec again makes the sweep run again: then that run's end is waited
    /// for.</summary>
    /// <exception cref="SpecException">The sweep was removed.</exception>
    public static async Task<SweepEnd> WaitAsync(ClientConsole console, ISweepGrain sweep, CancellationToken cancellation)
    {
        while (true)
        {
            var status = await SweepWatch.UntilFinishedAsync(console, sweep, cancellation).ConfigureAwait(false);
            if (status.State == SweepState.Unknown)
                throw new SpecException($"sweep {status.Id} was removed meanwhile");
            var cells = await SweepCells.AllAsync(sweep, status, cancellation).ConfigureAwait(false);
            var after = await Patience.CallAsync(sweep.GetStatusAsync, cancellation).ConfigureAwait(false);
            var same = after.State == status.State && after.Started == status.Started;
            // A retry, which begins no new run, may come and go between the two looks.
            if (same && (status.State != SweepState.Finished || !cells.Exists(c => c.Status == CellStatus.Pending)))
                return new SweepEnd(status, cells);
        }
    }
}
