using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SameSame.Contracts.Sweeps;

namespace SameSame.Grains.Sweeps;

/// <summary>Wakes unfinished sweeps when a coordinator starts, and again from time to time in case the silo that ran one died.</summary>
public sealed partial class SweepWaker(IGrainFactory grains, ILogger<SweepWaker> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var sweeps = await grains.GetGrain<ISweepDirectoryGrain>(ISweepDirectoryGrain.Key).ListAsync().WaitAsync(stoppingToken).ConfigureAwait(false);
                foreach (var sweep in sweeps.Where(s => !s.Finished))
                    await grains.GetGrain<ISweepGrain>(sweep.Id).WakeAsync().WaitAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFault(e.Message);
            }

            await Task.Delay(Period, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "unfinished sweeps could not be woken yet: {Error}")]
    private partial void LogFault(string error);
}
