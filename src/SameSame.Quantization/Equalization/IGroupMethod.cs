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

/// <summary>A method in closed form: the factors of one group from its ranges, so that groups are solved in parallel, here or on other machines.</summary>
public interface IGroupMethod : IEqualizationMethod
{
    /// <summary>How groups are visited.</summary>
    EqualizationSchedule Schedule { get; }

    /// <summary>
    /// The factor to multiply each class of the group by, relative to the factors already applied in <paramref name="group"/>.
    /// Positive and finite.
    /// </summary>
    double[] Solve(GroupProblem group);
}
