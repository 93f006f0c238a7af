namespace SameSame.Bench.Simulation;

/// <summary>What a simulated silo pretends; section <c>Simulation</c>.</summary>
internal sealed class SimulationOptions
{
    public const string Section = "Simulation";

    /// <summary>Time a cell takes; 0 is a device that does nothing.</summary>
    public int CellMilliseconds { get; set; }

    /// <summary>Devices of the silo.</summary>
    public int Devices { get; set; } = 4;

    /// <summary>Images of the pretended dataset: each measurement holds a bit for each.</summary>
    public int Images { get; set; } = 5000;

    /// <summary>Every finished execution is a line of a file of this name and the process id.</summary>
    public string? LogFile { get; set; }

    /// <summary>Seconds in this file are added to the wall clock.</summary>
    public string? ClockFile { get; set; }
}
