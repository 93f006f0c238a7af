using System.Collections.Concurrent;
using System.Net;
using Orleans.Messaging;

namespace SameSame.Hosting.Local;

/// <summary>
/// The gateways that a client was given, without those that lately did not answer. Orleans leaves a gateway whose connection breaks; one whose
/// process is frozen keeps its connections open, and every grain whose calls go through it would stay out of reach.
/// </summary>
internal sealed class LivingGateways(IReadOnlyList<IPEndPoint> given, TimeProvider clock) : IGatewayListProvider
{
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<IPEndPoint, long> _left = new();

    /// <summary>How long Orleans itself avoids a gateway whose connection broke.</summary>
    public TimeSpan MaxStaleness => TimeSpan.FromSeconds(5);

    /// <summary>Part of the interface; no longer used by Orleans.</summary>
    public bool IsUpdatable => true;

    /// <summary>Those to use now; all where none is left.</summary>
    public IReadOnlyList<IPEndPoint> Current
    {
        get
        {
            var living = given.Where(g => !_left.TryGetValue(g, out var since) || clock.GetElapsedTime(since) > Away).ToList();
            return living.Count > 0 ? living : given;
        }
    }

    /// <summary>Leaves a gateway out for a while.</summary>
    public void Leave(IPEndPoint gateway) => _left[gateway] = clock.GetTimestamp();

    /// <inheritdoc/>
    public Task InitializeGatewayListProvider() => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<IList<Uri>> GetGateways() => Task.FromResult<IList<Uri>>([.. Current.Select(g => new Uri($"gwy.tcp://{g}/0"))]);
}
