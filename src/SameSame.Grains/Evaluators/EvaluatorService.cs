using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using SameSame.Contracts.Work;
using SameSame.Grains.Placement;

namespace SameSame.Grains.Evaluators;

/// <summary>Starts one evaluator grain per device of this silo and keeps it running.</summary>
public sealed partial class EvaluatorService(IGrainFactory grains, ILocalSiloDetails silo, DeviceList devices, ILogger<EvaluatorService> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var slot in devices.Slots)
            {
                try
                {
                    var key = BoundToSiloDirector.Key(silo.SiloAddress, slot.Name);
                    await grains.GetGrain<IEvaluatorGrain>(key).EnsureRunningAsync(new DeviceDescription(key, slot.Kind, slot.Threads, slot.Index, slot.Provider)).WaitAsync(stoppingToken).ConfigureAwait(false);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    LogFault(slot.Name, e.Message);
                }
            }

            await Task.Delay(Period, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Hands leases back at once, while the silo can still talk to the queue: nobody waits for them to run out.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await Task.WhenAll(devices.Slots.Select(s => StopAsync(s, cancellationToken))).ConfigureAwait(false);
    }

    private async Task StopAsync(DeviceSlot slot, CancellationToken cancellation)
    {
        try
        {
            await grains.GetGrain<IEvaluatorGrain>(BoundToSiloDirector.Key(silo.SiloAddress, slot.Name)).StopAsync().WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The lease protocol makes up for a device that could not say goodbye.
            LogFault(slot.Name, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Device} is not running yet: {Error}")]
    private partial void LogFault(string device, string error);
}
