namespace SameSame.Quantization;

/// <summary>The version of everything that decides a cell's figures and is not named in its key otherwise.</summary>
public static class NumericsVersion
{
    /// <summary>Raise it when folding, ranges, rounding, bias correction or the QDQ graph change their output: results measured under an older number are not reused.</summary>
    public const int Current = 7;
}
