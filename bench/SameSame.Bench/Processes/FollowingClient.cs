using Microsoft.Extensions.Logging;
using SameSame.Contracts.Sweeps;
using SameSame.Hosting.Local;

namespace SameSame.Bench.Processes;

/// <summary>A client that follows a sweep, to be killed.</summary>
internal static class FollowingClient
{
    public static async Task RunAsync(string gateways, string clusterId, string sweep, CancellationToken cancellation)
    {
        await using var session = await ClusterSession.ConnectAsync(gateways, clusterId, LogLevel.None, cancellation).ConfigureAwait(false);
        while (!cancellation.IsCancellationRequested)
        {
            var status = await session.Grains.GetGrain<ISweepGrain>(sweep).GetStatusAsync().ConfigureAwait(false);
            await Console.Out.WriteLineAsync($"{status.Cells.Done}/{status.Cells.Total}").ConfigureAwait(false);
            await Task.Delay(100, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
