namespace SameSame.Reporting.Comparison;

/// <summary>What became of a cell.</summary>
public enum Change
{
    /// <summary>Images do not tell the two apart.</summary>
    Same,

    /// <summary>Significantly better.</summary>
    Better,

    /// <summary>Significantly worse.</summary>
    Worse,
}
