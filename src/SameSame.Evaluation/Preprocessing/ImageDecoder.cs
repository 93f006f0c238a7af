using System.Buffers;
using NetVips;
using SameSame.Evaluation.Datasets;

namespace SameSame.Evaluation.Preprocessing;

/// <summary>
/// Decodes with libvips, then short side to <see cref="InputSpec.Resize"/> and the centre crop. Bytes are those of Pillow and torchvision (<see cref="Resampler"/>), but for the crop's
/// rounding (<see cref="InputSpec.Margin"/>) and a JPEG decoder of another version. Transparency is left away, as <c>convert('RGB')</c> does.
/// </summary>
public static class ImageDecoder
{
    static ImageDecoder()
    {
        // Callers decode many images at once; threads inside one small image only add overhead, and nothing is read twice.
        NetVips.NetVips.Concurrency = 1;
        Cache.Max = 0;
    }

    /// <summary>The version of libvips.</summary>
    public static string LibraryVersion => $"{NetVips.NetVips.Version(0)}.{NetVips.NetVips.Version(1)}.{NetVips.NetVips.Version(2)}";

    /// <summary>Decodes a file to <c>[height, width, channels]</c> bytes.</summary>
    /// <exception cref="BadImageException">It does not decode, or is smaller than the crop.</exception>
    public static void Decode(string path, InputSpec input, Span<byte> pixels)
    {
        try
        {
            using var source = IsBitmap(path) ? Bitmap(path) : Image.NewFromFile(path, access: Enums.Access.Sequential, failOn: Enums.FailOn.Truncated);
            Prepare(source, path, input, pixels);
        }
        catch (InvalidOperationException e)
        {
            throw new BadImageException($"{path}: does not decode ({e.Message})", e);
        }
        catch (VipsException e)
        {
            throw new BadImageException($"{path}: does not decode ({e.Message.Split('\n')[0].Trim()})", e);
        }
    }

    /// <summary>Resizes and crops a gray image that is decoded already, row-major <c>[height, width]</c>.</summary>
    /// <exception cref="BadImageException">It is smaller than the crop.</exception>
    public static void DecodeGray(ReadOnlySpan<byte> gray, int height, int width, string name, InputSpec input, Span<byte> pixels)
    {
        // The common case of the MNIST family: nothing to do.
        if (input is { Resize: null, Channels: 1 } && (input.Height, input.Width) == (height, width))
        {
            gray.CopyTo(pixels);
            return;
        }

        using var memory = Image.NewFromMemory<byte>(gray.ToArray(), width, height, 1, Enums.BandFormat.Uchar);
        using var source = memory.Copy(interpretation: Enums.Interpretation.Bw);
        Prepare(source, name, input, pixels);
    }

    private static bool IsBitmap(string path) => Path.GetExtension(path).Equals(".bmp", StringComparison.OrdinalIgnoreCase);

    private static Image Bitmap(string path)
    {
        using var stream = File.OpenRead(path);
        var image = StbImageSharp.ImageResult.FromStream(stream, StbImageSharp.ColorComponents.RedGreenBlue);
        using var memory = Image.NewFromMemory<byte>(image.Data, image.Width, image.Height, 3, Enums.BandFormat.Uchar);
        return memory.Copy(interpretation: Enums.Interpretation.Srgb);
    }

    private static void Prepare(Image source, string name, InputSpec input, Span<byte> pixels)
    {
        if (source is { Interpretation: Enums.Interpretation.Grey16 })
            throw new BadImageException($"{name}: gray of 16 bits, which Pillow cuts off at 255 where others scale it; store it with 8 bits, as the network saw it in training");
        using var bytes = ToBytes(source, input.Channels);
        var (width, height) = input.Resized(bytes.Width, bytes.Height);
        if (width < input.Width || height < input.Height)
            throw new BadImageException($"{name}: {width}x{height} is smaller than the crop {input.Width}x{input.Height}; set resize");
        if ((long)bytes.Width * bytes.Height * bytes.Bands > Array.MaxLength)
            throw new BadImageException($"{name}: {bytes.Width}x{bytes.Height} is larger than 2 GB of pixels");
        var (left, top) = (InputSpec.Margin(width, input.Width), InputSpec.Margin(height, input.Height));
        var same = (width, height) == (bytes.Width, bytes.Height);
        using var area = same ? bytes.Crop(left, top, input.Width, input.Height) : bytes.Copy();
        using var memory = new DecodedPixels(area);
        var scratch = area.Bands == input.Channels ? [] : ArrayPool<byte>.Shared.Rent(area.Width * area.Height * 3);
        var data = Convert(memory.Bytes, area.Bands, input.Channels, scratch);
        if (data.Length != area.Width * area.Height * input.Channels)
            throw new BadImageException($"{name}: {area.Bands} channels where {input.Channels} were expected");
        if (same)
        {
            data.CopyTo(pixels);
        }
        else
        {
            var kernel = ResampleKernel.Find(input.Interpolation)!;
            var columns = ResampleAxis.Create(area.Width, width, left, input.Width, kernel);
            Resampler.Run(data, input.Channels, area.Width, columns, ResampleAxis.Create(area.Height, height, top, input.Height, kernel), pixels);
        }

        if (scratch.Length > 0)
            ArrayPool<byte>.Shared.Return(scratch);
    }

    // Gray, RGB or CMYK bytes, whatever the file holds. Profiles and the orientation tag are left alone, as Pillow leaves them.
    private static Image ToBytes(Image source, int channels)
    {
        if (IsCmyk(source))
            return source.Copy();
        var gray = channels == 1 && source.Interpretation is Enums.Interpretation.Bw;
        using var colour = source.Colourspace(gray ? Enums.Interpretation.Bw : Enums.Interpretation.Srgb);
        using var flat = colour.HasAlpha() ? colour.ExtractBand(0, colour.Bands - 1) : colour.Copy();
        return flat.Format == Enums.BandFormat.Uchar ? flat.Copy() : flat.Cast(Enums.BandFormat.Uchar);
    }

    private static bool IsCmyk(Image source) => source is { Interpretation: Enums.Interpretation.Cmyk, Bands: 4, Format: Enums.BandFormat.Uchar };

    private static ReadOnlySpan<byte> Convert(ReadOnlySpan<byte> data, int bands, int channels, byte[] scratch)
    {
        if (bands == 4)
        {
            ColourConversion.CmykToRgb(data, scratch);
            data = scratch.AsSpan(0, data.Length / 4 * 3);
        }

        if (channels == 1 && bands > 1)
        {
            ColourConversion.RgbToGray(data, scratch);
            data = scratch.AsSpan(0, data.Length / 3);
        }

        return data;
    }
}
