using System.Globalization;
using SameSame.Evaluation.Configuration;

namespace SameSame.Evaluation.Datasets;

/// <summary>Images that are numbered from 1 at the end of their names: <c>ILSVRC2012_val_00000001.JPEG</c>.</summary>
internal static class NumberedImages
{
    private const int Digits = 8;

    /// <summary>The files of a folder in the order of their numbers.</summary>
    /// <param name="folder">The folder; other files in it are left alone.</param>
    /// <param name="count">How many there should be.</param>
    /// <param name="labels">The file that says so, for errors.</param>
    /// <exception cref="SpecException">Some are missing, or there are others.</exception>
    public static string[] Find(string folder, int count, string labels)
    {
        if (!Directory.Exists(folder))
            throw new SpecException($"{folder}: no such folder of images");
        var files = new string?[count];
        var (found, beyond) = (0, (string?)null);
        foreach (var file in ImageFiles.In(folder))
        {
            if (Number(file) is not { } number)
                continue;
            found++;
            if (number < 1 || number > count)
                beyond ??= file;
            else if (files[number - 1] is { } other)
                throw new SpecException($"{file}: {Path.GetFileName(other)} has the same number; keep one of them");
            else
                files[number - 1] = file;
        }

        if (found == 0)
            throw new SpecException($"{folder}: no ILSVRC2012_val_00000001.JPEG or the like in it; images in class folders are read by format class-folders");
        if (Array.IndexOf(files, null) is var missing and >= 0)
            throw new SpecException($"{labels}:{missing + 1}: image {missing + 1} is missing: {count} lines and {found} images in {folder}; unpack the images again");
        return beyond is null ? [.. files.OfType<string>()] : throw new SpecException($"{labels}: it ends at line {count}, and there is {beyond}; {found} images need as many lines");
    }

    private static int? Number(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file.AsSpan());
        return name.Length > Digits && name[^(Digits + 1)] == '_' && int.TryParse(name[^Digits..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
