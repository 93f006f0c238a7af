namespace SameSame.Hosting.Health;

/// <summary>Where a silo is in its life, as its probes see it.</summary>
public sealed class SiloState
{
    private volatile bool _started, _stopping;

    /// <summary>True once it serves; stays so.</summary>
    public bool Started => _started;

    /// <summary>True from the moment it was told to leave.</summary>
    public bool Stopping => _stopping;

    /// <summary>It serves.</summary>
    public void Serve() => _started = true;

    /// <summary>It leaves: no new work should be sent to it.</summary>
    public void Leave() => _stopping = true;
}
