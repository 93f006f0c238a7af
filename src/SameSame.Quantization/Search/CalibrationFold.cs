namespace SameSame.Quantization.Search;

/// <summary>The two disjoint halves of the calibration images.</summary>
public enum CalibrationFold
{
    /// <summary>Where factors are looked for.</summary>
    Fit,

    /// <summary>Where ranges are chosen and the result is compared with the other methods.</summary>
    Selection,
}
