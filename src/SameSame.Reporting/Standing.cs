namespace SameSame.Reporting;

/// <summary>How a row compares with the others of its group.</summary>
public enum Standing
{
    /// <summary>Significantly worse than the best, or not compared.</summary>
    Behind,

    /// <summary>The one to take.</summary>
    Best,

    /// <summary>Its images do not tell it apart from the best.</summary>
    Tied,
}
