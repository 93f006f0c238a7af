namespace SameSame.Quantization.Search;

/// <summary>The two disjoint halves of the calibration images, and a part of the first.</summary>
public enum CalibrationFold
{
    /// <summary>Where factors are looked for.</summary>
    Fit,

    /// <summary>Where ranges are chosen and the result is compared with the other methods.</summary>
    Selection,

    /// <summary>Half of the fit fold, for trials of single layers, which are many and small.</summary>
    Trial,
}
