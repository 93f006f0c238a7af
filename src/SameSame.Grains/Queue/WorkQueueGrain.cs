using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using SameSame.Contracts.Work;
using SameSame.Grains.Placement;

namespace SameSame.Grains.Queue;

/// <inheritdoc cref="IWorkQueueGrain"/>
[Reentrant, RequiresRole(SiloRoles.Coordinator)]
public sealed class WorkQueueGrain([FromKeyedServices(ProtocolClock.Key)] TimeProvider clock, IOptions<ClusterOptions> options) : Grain, IWorkQueueGrain
{
    private readonly LeaseTable _table = new(clock, options.Value.LeaseSeconds);
    private readonly string _epoch = Guid.NewGuid().ToString("n");

    /// <inheritdoc/>
    public Task<string> AnnounceAsync(WorkItem[] items)
    {
        foreach (var item in items)
            _table.Announce(item);
        return Task.FromResult(_epoch);
    }

    /// <inheritdoc/>
    public Task<string> GetEpochAsync() => Task.FromResult(_epoch);

    /// <inheritdoc/>
    public Task<Lease?> PullAsync(DeviceDescription device, int most) => Task.FromResult(_table.Pull(device, most));

    /// <inheritdoc/>
    public Task<HeartbeatReply> HeartbeatAsync(Heartbeat heartbeat) => Task.FromResult(_table.Heartbeat(heartbeat));

    /// <inheritdoc/>
    public Task<WaitingOwner[]> CompleteAsync(string[] keys, string token) => Task.FromResult(_table.Complete(keys, token));

    /// <inheritdoc/>
    public Task ReturnAsync(string[] keys, string token)
    {
        _table.Return(keys, token);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<QueueStatus> ShareAsync(string sweepId, int priority)
    {
        _table.SetPriority(sweepId, priority);
        return GetStatusAsync(null);
    }

    /// <inheritdoc/>
    public Task WithdrawAsync(string sweepId, HeartbeatReply reply)
    {
        _table.Withdraw(sweepId, reply);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<QueueStatus> GetStatusAsync(string? sweepId)
    {
        var (queued, running, devices) = _table.Status(sweepId);
        return Task.FromResult(new QueueStatus(_epoch, queued, running, devices));
    }
}
