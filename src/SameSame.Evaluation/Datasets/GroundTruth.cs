using System.Globalization;
using SameSame.Evaluation.Configuration;

namespace SameSame.Evaluation.Datasets;

/// <summary>Reads <c>ILSVRC2012_validation_ground_truth.txt</c>: the ILSVRC2012_ID of image i on line i.</summary>
internal static class GroundTruth
{
    /// <summary>The numbers, each between 1 and <paramref name="classes"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="synsets">The file that says so, for errors.</param>
    /// <exception cref="SpecException">The file is missing or empty, or a line is no such number.</exception>
    public static int[] Read(string path, int classes, string synsets)
    {
        if (!File.Exists(path))
            throw new SpecException($"{path}: no such file; it should have the ILSVRC2012_ID of image i on line i");
        var lines = File.ReadAllLines(path);
        // A blank line at the end is an editor's; one between two numbers would shift every label behind it.
        var count = Array.FindLastIndex(lines, l => !string.IsNullOrWhiteSpace(l)) + 1;
        if (count == 0)
            throw new SpecException($"{path}: the file is empty");
        var ids = new int[count];
        for (var i = 0; i < count; i++)
        {
            if (!int.TryParse(lines[i].AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out ids[i]))
                throw new SpecException($"{path}:{i + 1}: expected an ILSVRC2012_ID, found '{lines[i]}'");
            if (ids[i] < 1 || ids[i] > classes)
                throw new SpecException($"{path}:{i + 1}: ILSVRC2012_ID {ids[i]} is out of range: {synsets} lists 1 to {classes}");
        }

        return ids;
    }
}
