using SameSame.Quantization.Statistics;

namespace SameSame.Quantization.Equalization;

/// <summary>A rule that picks the factors of a network. Stateless; the same network gives the same factors on every machine.</summary>
public interface IEqualizationMethod
{
    /// <summary>The stable name in specs, keys and tables, options included.</summary>
    string Name { get; }

    /// <summary>Raised whenever the factors change for any input; part of a cell's key and held by a golden digest in the tests.</summary>
    int Version { get; }

    /// <summary>Whether the factors are made for one scheme (bits, granularity, calibrator, bias correction) rather than for all.</summary>
    bool DependsOnScheme => false;

    /// <summary>What it reads of the calibration statistics.</summary>
    Kept Needs => Kept.Moments;
}
