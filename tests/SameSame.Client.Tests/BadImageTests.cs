using System.Text.Json;
using SameSame.Testing;

namespace SameSame.Client.Tests;

/// <summary>Broken images among those of a sweep, for evaluation and for calibration.</summary>
public sealed class BadImageTests : IDisposable
{
    private const int Images = 24;

    // 28 x 28 pixels of 24 bits, without compression: rows of 84 bytes need no padding, and no encoder is needed.
    private static readonly byte[] BitmapHeader =
        [(byte)'B', (byte)'M', .. Int(54 + 28 * 84), .. Int(0), .. Int(54), .. Int(40), .. Int(28), .. Int(28), 1, 0, 24, 0, .. Int(0), .. Int(28 * 84), .. Int(0), .. Int(0), .. Int(0), .. Int(0)];

    private readonly TemporaryFolder _folder = new();

    public BadImageTests()
    {
        foreach (var set in new[] { "eval", "calibration" })
        {
            for (var i = 0; i < Images; i++)
            {
                var path = _folder[$"{set}/{i}.bmp"];
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllBytes(path, [.. BitmapHeader, .. Enumerable.Range(0, 28 * 28 * 3).Select(p => (byte)(p * (i + 3) % 251))]);
            }

            _folder.Write($"{set}.txt", string.Concat(Enumerable.Range(0, Images).Select(i => $"{i}.bmp {i % 10}\n")));
        }

        _folder.Write("dataset.yaml", "name: d\nroot: eval\nlist: eval.txt\ncalibration: { root: calibration, list: calibration.txt }\n");
        _folder.Write("sweep.yaml", $"name: s\nzoo: {Places.Fashion}/zoo.yaml\ndataset: dataset.yaml\nmodels: fashion_resnet\ncalibrationImages: {Images}\nbits: [8/8]\nmethods: [none, cle]\n");
    }

    public void Dispose() => _folder.Dispose();

    private static byte[] Int(int value) => BitConverter.GetBytes(value);

    [Theory]
    [InlineData("eval", 2)]
    [InlineData("calibration", 0)]
    public async Task They_stop_a_cell_with_file_and_reason_and_with_skip_bad_images_are_left_out_and_counted(string set, int skipped)
    {
        File.WriteAllText(_folder[$"{set}/3.bmp"], "not an image");
        File.WriteAllBytes(_folder[$"{set}/17.bmp"], []);
        var (code, _, error) = await Cli.RunAsync("sweep", "run", _folder["sweep.yaml"], "--data", _folder["d"]);
        Assert.Equal(1, code);
        Assert.True(error.Contains(".bmp: does not decode", StringComparison.Ordinal), error);
        // Bounded in time: it once waited for the lost images forever.
        (code, _, error) = await Cli.RunAsync("sweep", "run", _folder["sweep.yaml"], "--data", _folder["d"], "--skip-bad-images", "--json", _folder["out.json"]).WaitAsync(TimeSpan.FromMinutes(2));
        Assert.True(code == 0, error);
        Assert.Contains($"{skipped} images and {2 - skipped} calibration images that do not decode", error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(File.ReadAllText(_folder["out.json"]));
        Assert.All(json.RootElement.GetProperty("results").EnumerateArray(), r =>
            Assert.Equal(
                (Images - skipped, skipped, 2 - skipped),
                (r.GetProperty("images").GetInt32(), r.GetProperty("skippedImages").GetInt32(), r.GetProperty("skippedCalibrationImages").GetInt32())));
    }
}
