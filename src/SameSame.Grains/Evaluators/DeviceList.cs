namespace SameSame.Grains.Evaluators;

/// <summary>The devices of a silo.</summary>
/// <param name="Slots">One evaluator each.</param>
public sealed record DeviceList(IReadOnlyList<DeviceSlot> Slots)
{
    /// <summary>
    /// CPU slots of one thread each, up to <paramref name="slots"/> or one a core: independent networks side by side use two cores better than
    /// one network on both.
    /// </summary>
    public static DeviceList Cpu(int? slots = null) =>
        new([.. Enumerable.Range(0, slots ?? Math.Clamp(Environment.ProcessorCount, 1, 16)).Select(i => new DeviceSlot($"cpu{i}", "cpu"))]);
}

/// <summary>One device.</summary>
/// <param name="Name">Name within the silo.</param>
/// <param name="Kind"><c>cpu</c> or <c>gpu</c>.</param>
public sealed record DeviceSlot(string Name, string Kind);
