namespace SameSame.Reporting;

/// <summary>Which rows of a leaderboard are kept.</summary>
public enum BoardPick
{
    /// <summary>All.</summary>
    All,

    /// <summary>The best of each model, dataset and bit width.</summary>
    Best,

    /// <summary>Of each model and dataset the one with the fewest weight bits, then the fewest activation bits; the best of
    /// those.</summary>
    Smallest,
}
