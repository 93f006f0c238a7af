namespace SameSame.Reporting;

/// <summary>What a leaderboard can be sorted by.</summary>
public enum BoardSort
{
    /// <summary>Model, dataset, scheme from wide to narrow, then top-1.</summary>
    Model,

    /// <summary>Top-1, highest first.</summary>
    Top1,

    /// <summary>Points lost against FP32, fewest first.</summary>
    Cost,

    /// <summary>Agreement with FP32, highest first.</summary>
    Agreement,

    /// <summary>Logit SQNR, highest first.</summary>
    Sqnr,

    /// <summary>Bytes of packed weights, fewest first; unknown ones last.</summary>
    Size,

    /// <summary>When it was measured, newest first.</summary>
    Measured,
}
