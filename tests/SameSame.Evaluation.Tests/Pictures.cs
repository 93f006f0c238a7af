using NetVips;
using SameSame.Testing;

namespace SameSame.Evaluation.Tests;

/// <summary>Image files made on the spot.</summary>
internal static class Pictures
{
    /// <summary>Row-major RGB bytes of a smooth picture with some detail.</summary>
    public static byte[] Pixels(int width, int height, int seed = 0)
    {
        var pixels = new byte[width * height * 3];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                pixels[(y * width + x) * 3] = (byte)(127 + 120 * Math.Sin((x + seed) * 0.21));
                pixels[(y * width + x) * 3 + 1] = (byte)(127 + 120 * Math.Cos(y * 0.13 + seed));
                pixels[(y * width + x) * 3 + 2] = (byte)((x + y + seed) % 256);
            }
        }

        return pixels;
    }

    /// <summary>Writes a picture; the ending decides the format.</summary>
    public static string Write(TemporaryFolder folder, string name, int width, int height, int seed = 0)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
        using var image = Image.NewFromMemory<byte>(Pixels(width, height, seed), width, height, 3, Enums.BandFormat.Uchar);
        using var colour = image.Copy(interpretation: Enums.Interpretation.Srgb);
        colour.WriteToFile(folder[name]);
        return folder[name];
    }

    /// <summary>A dataset of PNG files with a list, class i % 3 for image i.</summary>
    public static string Dataset(TemporaryFolder folder, int count, int size = 20)
    {
        for (var i = 0; i < count; i++)
            Write(folder, $"images/{i}.png", size, size, i);
        return folder.Write("list.txt", string.Concat(Enumerable.Range(0, count).Select(i => $"{i}.png {i % 3}\n")));
    }
}
