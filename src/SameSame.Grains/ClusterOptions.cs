namespace SameSame.Grains;

/// <summary>Timing and size of the cluster protocol; bound from the configuration section <c>SameSame:Cluster</c>.</summary>
public sealed class ClusterOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "SameSame:Cluster";

    /// <summary>How long a lease holds after each heartbeat. Longer than any pause of a healthy silo; a lost device costs this much time.</summary>
    public double LeaseSeconds { get; set; } = 20;

    /// <summary>Time between heartbeats of a device at work.</summary>
    public double HeartbeatSeconds { get; set; } = 4;

    /// <summary>Longest wait of an idle device before it asks for work again.</summary>
    public double IdleSeconds { get; set; } = 0.25;

    /// <summary>How often owners compare what they wait for with what exists.</summary>
    public double ReconcileSeconds { get; set; } = 0.5;

    /// <summary>A device takes several items of one model at once only as far as they are done in this time, so that it can be stopped between them.</summary>
    public double BatchSeconds { get; set; } = 0.5;

    /// <summary>Most items a device takes at once.</summary>
    public int BatchItems { get; set; } = 16;

    /// <summary>How long a device keeps an outcome that it cannot deliver, before it gives the work back. Longer than a restart of the database.</summary>
    public double DeliverySeconds { get; set; } = 120;

    /// <summary>Most images of one piece of work: a larger evaluation is split over devices, and a lost device costs at most one piece.</summary>
    public int ShardImages { get; set; } = 5000;

    /// <summary>How often a cell or profile is tried in all before its reason is recorded.</summary>
    public int MaximumAttempts { get; set; } = 3;

    /// <summary>Models of one sweep that are open at once, at least.</summary>
    public int OpenModels { get; set; } = 16;

    /// <summary>How long a grain waits for a group's factors before it asks another equalizer.</summary>
    public double EqualizerTimeoutSeconds { get; set; } = 30;

    /// <summary>Factors of how many methods and schemes one coordinator silo looks for at once; their pieces are spread over the equalizers.</summary>
    public int FactorizationsAtOnce { get; set; } = 2;

    /// <summary>Pieces of searches that a silo works on at once; 0 is one a core.</summary>
    public int EqualizerSlots { get; set; }
}
