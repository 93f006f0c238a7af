using System.Globalization;

namespace SameSame.Bench.Simulation;

/// <summary>A wall clock that jumps by the seconds in a file. Its monotonic time does not, as a machine's does not.</summary>
internal sealed class SimulatedClock(string? file) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() =>
        base.GetUtcNow() + (file is not null && File.Exists(file) ? TimeSpan.FromSeconds(double.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture)) : TimeSpan.Zero);
}
