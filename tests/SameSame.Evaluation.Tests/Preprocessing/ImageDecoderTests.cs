using SameSame.Evaluation.Datasets;
using SameSame.Evaluation.Preprocessing;
using SameSame.Testing;

namespace SameSame.Evaluation.Tests.Preprocessing;

public sealed class ImageDecoderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(21, 19, 8, 6)]
    [InlineData(20, 20, 20, 20)]
    [InlineData(9, 30, 9, 7)]
    public void Without_a_resize_the_centre_is_cut_out_pixel_by_pixel(int width, int height, int cropWidth, int cropHeight)
    {
        var input = new InputSpec { Height = cropHeight, Width = cropWidth };
        var pixels = Decode(Pictures.Write(_folder, "a.png", width, height), input);
        var source = Pictures.Pixels(width, height);
        for (var y = 0; y < cropHeight; y++)
        {
            var at = ((y + (height - cropHeight) / 2) * width + (width - cropWidth) / 2) * 3;
            Assert.Equal(source[at..(at + cropWidth * 3)], pixels[(y * cropWidth * 3)..((y + 1) * cropWidth * 3)]);
        }
    }

    [Theory]
    [InlineData(90, 60, 32)]
    [InlineData(60, 90, 32)]
    [InlineData(64, 64, 40)]
    public void A_resize_is_an_antialiased_bilinear_one(int width, int height, int side)
    {
        var (w, h) = width < height ? (side, side * height / width) : (side * width / height, side);
        var pixels = Decode(Pictures.Write(_folder, "a.png", width, height), new InputSpec { Height = h, Width = w, Resize = side });
        var expected = Triangle(Pictures.Pixels(width, height), width, height, w, h);
        Assert.True(pixels.Zip(expected, (a, b) => Math.Abs(a - b)).Average() < 1, "mean absolute difference below 1 of 255");
    }

    [Fact]
    public void Gray_becomes_colour()
    {
        var gray = new byte[100];
        ImageDecoder.DecodeGray([.. Enumerable.Range(0, 100).Select(i => (byte)i)], 10, 10, "g", new InputSpec { Height = 10, Width = 10, Order = "gray", Mean = [0], Std = [1] }, gray);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (byte)i), gray);
        var colour = new byte[300];
        ImageDecoder.DecodeGray(gray, 10, 10, "g", new InputSpec { Height = 10, Width = 10 }, colour);
        Assert.Equal(gray.SelectMany(v => new[] { v, v, v }), colour);
    }

    /// <summary>What Pillow's convert('RGB') gives: transparency goes, palettes and gray become colours.</summary>
    [SkippableTheory]
    [InlineData("gradient.bmp")]
    [InlineData("rgba.png")]
    [InlineData("gray_alpha.png")]
    [InlineData("palette.png")]
    public void Unusual_kinds_have_Pillows_pixels(string file)
    {
        Pillow.Require();
        var path = Path.Combine(Places.Faults, "images", file);
        var input = new InputSpec { Height = 40, Width = 40 };
        Assert.Equal(Pillow.Decode(_folder, [path], input).Single(), Decode(path, input));
    }

    [SkippableTheory]
    [InlineData("gray16.png", "gray of 16 bits")]
    [InlineData("not_an_image.jpg", "does not decode")]
    [InlineData("empty.jpg", "does not decode")]
    public void What_is_not_read_is_named_with_its_reason(string file, string reason)
    {
        var path = Path.Combine(Places.Faults, "images", file);
        var e = Assert.Throws<BadImageException>(() => Decode(path, new InputSpec { Height = 40, Width = 40 }));
        Assert.StartsWith($"{path}: {reason}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_of_a_type_that_is_not_read_are_counted_and_named()
    {
        Pictures.Write(_folder, "a.png", 10, 10);
        _folder.Write("b.heic", "");
        _folder.Write("c.HEIC", "");
        Assert.Contains("2 .heic files are not read", Assert.Throws<Evaluation.Configuration.SpecException>(() => ImageFiles.In(_folder.Root)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_smaller_than_the_crop_is_named_with_the_fix()
    {
        var path = Pictures.Write(_folder, "a.png", 10, 10);
        Assert.Equal($"{path}: 10x10 is smaller than the crop 12x12; set resize",
            Assert.Throws<BadImageException>(() => Decode(path, new InputSpec { Height = 12, Width = 12 })).Message);
    }

    [Fact]
    public void A_file_that_is_no_image_and_a_truncated_one_are_named()
    {
        var text = _folder.Write("text.jpg", "no image");
        var whole = File.ReadAllBytes(Pictures.Write(_folder, "a.jpg", 200, 200));
        File.WriteAllBytes(_folder["half.jpg"], whole[..(whole.Length / 2)]);
        foreach (var path in new[] { text, _folder["half.jpg"] })
            Assert.StartsWith($"{path}: does not decode", Assert.Throws<BadImageException>(() => Decode(path, new InputSpec { Height = 100, Width = 100 })).Message, StringComparison.Ordinal);
    }

    private static byte[] Decode(string path, InputSpec input)
    {
        var pixels = new byte[input.PixelBytes];
        ImageDecoder.Decode(path, input, pixels);
        return pixels;
    }

    // A triangle filter as wide as the reduction, separable, in plain loops.
    private static double[] Triangle(byte[] source, int width, int height, int w, int h)
    {
        var rows = new double[h * width * 3];
        for (var y = 0; y < h; y++)
            Filter(height, h, y, (row, weight) => { for (var i = 0; i < width * 3; i++) rows[y * width * 3 + i] += weight * source[row * width * 3 + i]; });
        var result = new double[h * w * 3];
        for (var x = 0; x < w; x++)
        {
            Filter(width, w, x, (column, weight) =>
            {
                for (var y = 0; y < h; y++)
                {
                    for (var c = 0; c < 3; c++)
                        result[(y * w + x) * 3 + c] += weight * rows[(y * width + column) * 3 + c];
                }
            });
        }

        return result;

        static void Filter(int from, int to, int at, Action<int, double> add)
        {
            double scale = (double)from / to, centre = (at + 0.5) * scale - 0.5;
            var weights = Enumerable.Range(0, from).Select(i => (Index: i, Weight: Math.Max(0, 1 - Math.Abs(i - centre) / Math.Max(1, scale)))).Where(p => p.Weight > 0).ToList();
            foreach (var (index, weight) in weights)
                add(index, weight / weights.Sum(p => p.Weight));
        }
    }
}
