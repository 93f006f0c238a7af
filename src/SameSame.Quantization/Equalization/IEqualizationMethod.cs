namespace SameSame.Quantization.Equalization;

/// <summary>How a method walks the groups of a network.</summary>
public enum EqualizationSchedule
{
    /// <summary>Nothing to compute: every factor is 1.</summary>
    None,

    /// <summary>Each group once, after every earlier group that shares a layer or a tensor with it.</summary>
    Wavefront,

    /// <summary>Colour by colour from frozen snapshots, sweep after sweep, until factors stop moving.</summary>
    ColouredSweeps,
}

/// <summary>A rule that picks the factors of one group from its ranges. Stateless; the same group gives the same factors on every machine.</summary>
public interface IEqualizationMethod
{
    /// <summary>The stable name in specs, keys and tables.</summary>
    string Name { get; }

    /// <summary>Raised whenever the factors change for any input; part of a cell's key and held by a golden digest in the tests.</summary>
    int Version { get; }

    /// <summary>How groups are visited.</summary>
    EqualizationSchedule Schedule { get; }

    /// <summary>
    /// The factor to multiply each class of the group by, relative to the factors already applied in <paramref name="group"/>.
    /// Positive and finite.
    /// </summary>
    double[] Solve(GroupProblem group);
}
