namespace SameSame.Dashboard.Data;

/// <summary>Reaches the grains: those of the silo it runs in, or those of a session that may change hands.</summary>
/// <param name="grains">The factory to use now.</param>
public sealed class ClusterAccess(Func<IGrainFactory> grains)
{
    /// <summary>The factory to use now; ask each time.</summary>
    public IGrainFactory Grains => grains();
}
