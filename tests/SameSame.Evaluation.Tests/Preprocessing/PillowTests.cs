using SameSame.Evaluation.Preprocessing;
using SameSame.Testing;

namespace SameSame.Evaluation.Tests.Preprocessing;

/// <summary>Decoded, resized and cropped pixels against Pillow's.</summary>
public sealed class PillowTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Reductions, enlargements, a reduction by more than ten, sides that do not divide, margins of 0, odd and even.
    [SkippableTheory]
    [InlineData(90, 60, 32, 31, 32)]
    [InlineData(61, 97, 40, 33, 40)]
    [InlineData(48, 64, 111, 100, 98)]
    [InlineData(227, 227, 256, 224, 224)]
    [InlineData(500, 375, 232, 224, 224)]
    [InlineData(375, 501, 256, 224, 224)]
    [InlineData(1301, 903, 70, 64, 63)]
    [InlineData(200, 33, 34, 15, 7)]
    public void Pixels_are_equal_whatever_size_kernel_and_orientation(int width, int height, int side, int cropWidth, int cropHeight)
    {
        Pillow.Require();
        var path = Pictures.Write(_folder, "a.png", width, height);
        foreach (var kernel in new[] { "bilinear", "bicubic" })
        {
            foreach (var order in new[] { "rgb", "gray" })
                Assert.Equal(0, Differences([path], new InputSpec { Height = cropHeight, Width = cropWidth, Resize = side, Interpolation = kernel, Order = order }).Single());
        }
    }

    // The JPEG decoders are those of libvips and of Debian: equal versions give equal bytes, others differ by a level here and there.
    [SkippableTheory]
    [InlineData("bilinear", 224)]
    [InlineData("bilinear", 288)]
    [InlineData("bicubic", 232)]
    [InlineData("bicubic", 320)]
    public void Each_photograph_differs_by_less_than_one_level_on_average(string kernel, int side)
    {
        var files = Directory.GetFiles(Path.Combine(Places.Imagenet, "calibration"), "*.JPEG", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        Pillow.Require();
        Assert.Equal(256, files.Count);
        var differences = Differences(files, new InputSpec { Height = 224, Width = 224, Resize = side, Interpolation = kernel });
        Assert.True(differences.Max() < 1, $"a mean absolute difference of {differences.Max():0.000} of 255");
    }

    // ILSVRC2012 holds gray and CMYK photographs, and some with an orientation tag, which training pipelines leave alone.
    [SkippableTheory]
    [InlineData("gray.png", "image.convert('L').save(out)")]
    [InlineData("gray.jpg", "image.convert('L').save(out)")]
    [InlineData("cmyk.jpg", "Image.merge('CMYK', image.split() + (image.convert('L').rotate(180),)).save(out, quality=95)")]
    [InlineData("turned.jpg", "exif = Image.Exif(); exif[0x0112] = 6; image.save(out, exif=exif, quality=95)")]
    public void Unusual_files_are_read_as_Pillow_reads_them(string name, string how)
    {
        Pillow.Require();
        Pillow.Run(_folder, $"import sys\nfrom PIL import Image\nout = sys.argv[2]\nimage = Image.open(sys.argv[1])\n{how}", Pictures.Write(_folder, "a.png", 120, 90), _folder[name]);
        foreach (var order in new[] { "rgb", "gray" })
        {
            foreach (int? side in new int?[] { null, 50, 130 })
            {
                var difference = Differences([_folder[name]], new InputSpec { Height = 49, Width = 50, Resize = side, Order = order }).Single();
                Assert.True(difference < 0.5, $"{order} at {side}: {difference:0.000} of 255");
            }
        }
    }

    // Mean absolute difference of each image.
    private List<double> Differences(IReadOnlyList<string> files, InputSpec input)
    {
        var pixels = new byte[input.PixelBytes];
        return [.. files.Zip(Pillow.Decode(_folder, files, input), (file, reference) =>
        {
            ImageDecoder.Decode(file, input, pixels);
            Assert.Equal(reference.Length, pixels.Length);
            var sum = 0L;
            for (var i = 0; i < pixels.Length; i++)
                sum += Math.Abs(pixels[i] - reference[i]);
            return sum / (double)pixels.Length;
        })];
    }
}
