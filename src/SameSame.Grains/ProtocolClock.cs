namespace SameSame.Grains;

/// <summary>
/// The clock of leases and retries, apart from the one that Orleans' own timers run on: a test can let a lease run out without stopping the
/// cluster's heart.
/// </summary>
public static class ProtocolClock
{
    /// <summary>Service key of the <see cref="TimeProvider"/>.</summary>
    public const string Key = "samesame.protocol-clock";
}
