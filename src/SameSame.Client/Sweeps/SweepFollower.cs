using System.CommandLine;
using SameSame.Client.Commands;
using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;
using SameSame.Hosting.Access;
using SameSame.Hosting.Local;

namespace SameSame.Client.Sweeps;

/// <summary>Follows a sweep to its end, prints its table, writes its report. Leaving early leaves the sweep as it is.</summary>
internal sealed class SweepFollower(ClientConsole console, SessionOptions session, ParseResult parsed, ClusterSession cluster)
{
    public async Task<int> ToEndAsync(ISweepGrain sweep, string id, Func<SweepStatus, IReadOnlyList<CellResult>, Task> atEnd, CancellationToken cancellation)
    {
        try
        {
            var status = await SweepWatch.UntilFinishedAsync(console, sweep, cancellation).ConfigureAwait(false);
            if (status.State == SweepState.Unknown)
                throw new Evaluation.Configuration.SpecException($"sweep {id} was removed meanwhile");
            var cells = await SweepCells.AllAsync(sweep, status, cancellation).ConfigureAwait(false);
            await atEnd(status, cells).ConfigureAwait(false);
            SweepSummary.Write(console, status, cells);
            console.Say($"report: {await ReportFolder.WriteAsync(cluster.Grains, session.ReportFolder(parsed, status.Id), status, cells, cancellation).ConfigureAwait(false)}");
            return cells.All(c => c.Measurement is not null) ? ExitCodes.Done : ExitCodes.SomeFailed;
        }
        catch (OperationCanceledException) when (!cluster.HostIsGone)
        {
            console.Say(session.IsRemote(parsed)
                ? $"sweep {id} goes on in the cluster; 'samesame sweep watch {id}' follows it"
                : $"sweep {id} goes on with 'samesame sweep resume {id}'");
            throw;
        }
    }
}
