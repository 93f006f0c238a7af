using System.Diagnostics;
using Microsoft.Extensions.Logging;
using SameSame.Contracts.Work;

namespace SameSame.Grains.Evaluators;

/// <summary>The heartbeat of one lease: says what is being done and how far it is, and passes on what the queue replies.</summary>
internal sealed partial class LeaseBeat : IAsyncDisposable
{
    private readonly IWorkQueueGrain _queue;
    private readonly Lease _lease;
    private readonly DeviceDescription _device;
    private readonly ClusterOptions _options;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _beating;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private WorkItem[] _held;
    private (int Done, int Total) _progress;

    public LeaseBeat(IWorkQueueGrain queue, Lease lease, DeviceDescription device, ClusterOptions options, ILogger log, CancellationToken cancellation)
    {
        (_queue, _lease, _device, _options, _log, _held) = (queue, lease, device, options, log, lease.Items);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _beating = BeatAsync();
    }

    /// <summary>Cancelled when the work is to stop within one batch of images.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>True when the rest of the lease is to be given back after the item in hand.</summary>
    public bool Draining { get; private set; }

    /// <summary>An item is in hand; those before it are still held until they are delivered.</summary>
    public void Begin(int index)
    {
        (_held, _progress) = ([.. _lease.Items[index..], .. _lease.Items[..index]], default);
        _watch.Restart();
    }

    public void Report(int done, int total) => _progress = (done, total);

    /// <summary>Everything but these is about to be given back.</summary>
    public void Keep(IEnumerable<WorkItem> items) => _held = [.. items];

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        await _beating.ConfigureAwait(false);
        _ended.Dispose();
        _stop.Dispose();
    }

    private async Task BeatAsync()
    {
        // The first beat comes early, so that whoever watches sees the work soon.
        var wait = TimeSpan.FromSeconds(Math.Min(0.25, _options.HeartbeatSeconds));
        while (true)
        {
            await Task.Delay(wait, _ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_ended.IsCancellationRequested)
                return;
            wait = TimeSpan.FromSeconds(Math.Min(_options.HeartbeatSeconds, wait.TotalSeconds * 2));
            try
            {
                var (done, total) = _progress;
                var rate = done / Math.Max(_watch.Elapsed.TotalSeconds, 1e-3);
                switch (await _queue.HeartbeatAsync(new Heartbeat(_held, _lease.Token, _device, done, total, rate)).ConfigureAwait(false))
                {
                    case HeartbeatReply.Stop:
                        await _stop.CancelAsync().ConfigureAwait(false);
                        break;
                    case HeartbeatReply.Drain:
                        Draining = true;
                        break;
                }
            }
            catch (Exception e)
            {
                // A beat that is lost is made up for by the next; the lease outlives several.
                LogFault(_device.Id, e.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Device}: {Error}")]
    private partial void LogFault(string device, string error);
}
