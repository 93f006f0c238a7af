using System.Globalization;
using System.Runtime.InteropServices;
using NetVips;

namespace SameSame.Bench.Images;

/// <summary>
/// An image set of ILSVRC2012's shape in each layout: 1000 classes, a development kit's order that is not the sorted one, photographs' usual sizes. A few hundred files are made, and
/// every image is a hard link to one of them: 6 GB of copies would measure the disk.
/// </summary>
internal static class IlsvrcSet
{
    private const int Classes = 1000, Originals = 256;

    /// <summary>Writes the images below <c>flat</c> and <c>folders</c>, their labels, and <c>devkit.yaml</c>, <c>list.yaml</c> and <c>folders.yaml</c>.</summary>
    public static void Write(string folder, int count)
    {
        var random = new Random(1);
        string[] wnids = [.. Enumerable.Range(0, Classes).Select(c => string.Create(CultureInfo.InvariantCulture, $"n{1440764 + 131 * c:D8}"))];
        var kit = (string[])wnids.Clone();
        random.Shuffle(kit);
        foreach (var directory in wnids.Select(w => Path.Combine("folders", w)).Append("flat"))
            Directory.CreateDirectory(Path.Combine(folder, directory));
        var originals = Enumerable.Range(0, Originals).Select(i => Photograph(folder, i, random)).ToArray();
        var ids = new int[count];
        for (var i = 0; i < count; i++)
        {
            ids[i] = random.Next(1, Classes + 1);
            Link(originals[i % Originals], Path.Combine(folder, "flat", Name(i)));
            Link(originals[i % Originals], Path.Combine(folder, "folders", kit[ids[i] - 1], Name(i)));
        }

        File.WriteAllLines(Path.Combine(folder, "synsets.txt"), kit);
        File.WriteAllLines(Path.Combine(folder, "classes.txt"), wnids);
        File.WriteAllLines(Path.Combine(folder, "truth.txt"), ids.Select(id => id.ToString(CultureInfo.InvariantCulture)));
        File.WriteAllLines(Path.Combine(folder, "val_map.txt"), ids.Select((id, i) => $"{Name(i)} {kit[id - 1]}"));
        File.WriteAllText(Path.Combine(folder, "devkit.yaml"), "name: devkit\nformat: imagenet-devkit\nroot: flat\ngroundTruth: truth.txt\nsynsets: synsets.txt\n");
        File.WriteAllText(Path.Combine(folder, "list.yaml"), "name: list\nformat: imagenet-list\nroot: flat\nlist: val_map.txt\nclasses: classes.txt\n");
        File.WriteAllText(Path.Combine(folder, "folders.yaml"), "name: folders\nformat: class-folders\nroot: folders\nclasses: classes.txt\n");
    }

    private static string Name(int index) => string.Create(CultureInfo.InvariantCulture, $"ILSVRC2012_val_{index + 1:D8}.JPEG");

    // 500 x 375 or upright, waves and noise that a JPEG of quality 90 keeps in about 110 kB, the mean of the real ones.
    private static string Photograph(string folder, int index, Random random)
    {
        var (width, height) = index % 4 == 0 ? (375, 500) : (500, 375);
        var pixels = new byte[width * height * 3];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y) = (i / 3 % width, i / 3 / width);
            pixels[i] = (byte)(127 + 90 * Math.Sin((x + index) * 0.03 * (i % 3 + 1)) * Math.Cos(y * 0.05 + index) + random.Next(-20, 21));
        }

        using var image = Image.NewFromMemory<byte>(pixels, width, height, 3, Enums.BandFormat.Uchar);
        using var colour = image.Copy(interpretation: Enums.Interpretation.Srgb);
        var path = Path.Combine(folder, $"original{index}.jpg");
        colour.Jpegsave(path, q: 90);
        return path;
    }

    private static void Link(string existing, string path)
    {
        if (CreateLink(existing, path) != 0)
            throw new IOException($"{path}: no hard link could be made (error {Marshal.GetLastPInvokeError()})");
    }

    [DllImport("libc", EntryPoint = "link", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int CreateLink(string existing, string path);
}
