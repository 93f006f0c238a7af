using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Runtime;

namespace SameSame.Hosting;

/// <summary>
/// The time of day for Orleans' own loops: never back, and never much faster or slower than time passes. Where the wall clock jumps, it follows
/// over hours. Orleans computes from the time of day when a loop runs next, and which idle activations are due: after a jump of a day and back
/// its probes would sleep, and its activations be refused, for that day.
/// </summary>
internal sealed class SteadyClock(TimeProvider wall) : TimeProvider
{
    /// <summary>How much of the time that passes may go into following the wall clock.</summary>
    private const double Slew = 0.1;

    // Those that read the time of day; the timers of grains count time alone.
    private static readonly string[] Areas =
        [TimeProviderNames.Membership, TimeProviderNames.SystemTimers, TimeProviderNames.ActivationManagement, TimeProviderNames.GrainDirectory, TimeProviderNames.Messaging];

    private readonly Lock _lock = new();
    private DateTimeOffset _now = wall.GetUtcNow();
    private long _read = wall.GetTimestamp();

    /// <inheritdoc/>
    public override long TimestampFrequency => wall.TimestampFrequency;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => wall.LocalTimeZone;

    /// <summary>Gives it to Orleans, whether silo or client.</summary>
    public static void Register(IServiceCollection services)
    {
        services.TryAddSingleton(s => new SteadyClock(s.GetRequiredService<TimeProvider>()));
        foreach (var area in Areas)
            services.TryAddKeyedSingleton<TimeProvider>(area, (s, _) => s.GetRequiredService<SteadyClock>());
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            var timestamp = wall.GetTimestamp();
            var passed = wall.GetElapsedTime(_read, timestamp);
            if (passed <= TimeSpan.Zero)
                return _now;
            _read = timestamp;
            _now += passed;
            var (behind, most) = (wall.GetUtcNow() - _now, Slew * passed);
            return _now += behind > most ? most : behind < -most ? -most : behind;
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => wall.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => wall.CreateTimer(callback, state, dueTime, period);
}
