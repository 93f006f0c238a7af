using System.CommandLine;
using SameSame.Client.Commands;
using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;
using SameSame.Hosting.Access;
using SameSame.Hosting.Local;

namespace SameSame.Client.Sweeps;

/// <summary>
/// Follows a sweep to its end, prints its table, writes its report. Leaving early leaves the sweep as it is. One follower serves
/// a
/// command through all the processes that host its instance: what it has read and printed, it does not print again.
/// </summary>
internal sealed class SweepFollower(ClientConsole console, SessionOptions session, ParseResult parsed, string id)
{
    private SweepEnd? _end;
    private bool _told;

    /// <summary>Follows in one session; called again with the next where the host of this one leaves.</summary>
    public async Task<int> ToEndAsync(
        ClusterSession cluster, Func<SweepStatus, IReadOnlyList<CellResult>, Task> atEnd, CancellationToken cancellation)
    {
        try
        {
            _end ??= await SweepEnd.WaitAsync(console, cluster.Grains.GetGrain<ISweepGrain>(id), cancellation)
                .ConfigureAwait(false);
            var (status, cells) = _end;
            if (!_told)
            {
                await atEnd(status, cells).ConfigureAwait(false);
                SweepSummary.Write(console, status, cells);
                _told = true;
            }

            var folder = session.ReportFolder(parsed, id);
            var page = await ReportFolder.WriteAsync(cluster.Grains, folder, status, cells, cancellation).ConfigureAwait(false);
            console.Say($"report: {page}");
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
