using SameSame.Contracts.Results;
using SameSame.Quantization.Metrics;

namespace SameSame.Reporting;

/// <summary>Which images measured cells got right, by the cells' keys: what paired tests are made from.</summary>
public sealed class ImageEvidence
{
    private readonly Dictionary<string, ImageBitset> _correct = new(StringComparer.Ordinal);

    /// <summary>None: tests fall back on counts, and take two cells for equal in case of doubt.</summary>
    public static ImageEvidence None { get; } = new([]);

    /// <summary>That of some measurements.</summary>
    public ImageEvidence(IEnumerable<CellMeasurement> measurements)
    {
        foreach (var m in measurements.Where(m => m.Correct.Length == (m.Images + 7) / 8))
            _correct[m.Key] = new ImageBitset(m.Images, m.Correct);
    }

    /// <summary>All of several.</summary>
    public static ImageEvidence Join(IEnumerable<ImageEvidence> parts)
    {
        var joined = new ImageEvidence([]);
        foreach (var (key, bits) in parts.SelectMany(p => p._correct))
            joined._correct[key] = bits;
        return joined;
    }

    /// <summary>The images a cell got right; null where that is not known.</summary>
    public ImageBitset? Of(string key) => _correct.GetValueOrDefault(key);
}
