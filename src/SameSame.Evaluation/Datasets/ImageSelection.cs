using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SameSame.Evaluation.Datasets;

/// <summary>
/// Which images of a set are used: all, or the first N of a fixed, seeded permutation. List files are sorted by class, so the first N lines would be a handful
/// of classes.
/// </summary>
public static class ImageSelection
{
    /// <summary>The seed of the permutation.</summary>
    public const ulong Seed = 20190609;

    /// <summary>Indices of the selected images, ascending.</summary>
    /// <param name="total">Images in the set.</param>
    /// <param name="wanted">How many; null or more than there are means all.</param>
    public static int[] Take(int total, int? wanted) => wanted is null || wanted >= total ? [.. Enumerable.Range(0, total)] : [.. Draw(total, wanted).Order()];

    /// <summary>The same images in the order of the permutation: however many of them run, they are a fair sample of the set.</summary>
    /// <param name="total">Images in the set.</param>
    /// <param name="wanted">How many; null or more than there are means all.</param>
    public static int[] Draw(int total, int? wanted)
    {
        var order = Enumerable.Range(0, total).ToArray();
        var state = Seed;
        for (var i = total - 1; i > 0; i--)
        {
            var j = (int)(Next(ref state) % (ulong)(i + 1));
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order[..Math.Min(total, wanted ?? total)];
    }

    /// <summary>A short text that identifies a selection; part of a cell's key.</summary>
    public static string Canonical(IReadOnlyList<int> selection, int total) => selection.Count == total
        ? $"all:{total}"
        : $"{selection.Count}/{total}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join(',', selection.Select(i => i.ToString(CultureInfo.InvariantCulture))))))[..16]}";

    // SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): ours, so that no runtime's random generator can change a published selection.
    private static ulong Next(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
