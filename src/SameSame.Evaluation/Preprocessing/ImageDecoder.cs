using NetVips;
using SameSame.Evaluation.Datasets;

namespace SameSame.Evaluation.Preprocessing;

/// <summary>Decodes with libvips: short side to <see cref="InputSpec.Resize"/> (antialiased bilinear), then the centre crop.</summary>
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
            using var source = Image.NewFromFile(path, access: Enums.Access.Sequential, failOn: Enums.FailOn.Truncated);
            Prepare(source, path, input, pixels);
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

    private static void Prepare(Image source, string name, InputSpec input, Span<byte> pixels)
    {
        using var colour = source.Colourspace(input.Channels == 1 ? Enums.Interpretation.Bw : Enums.Interpretation.Srgb);
        using var flat = colour.HasAlpha() ? colour.Flatten() : colour.Copy();
        using var bytes = flat.Format == Enums.BandFormat.Uchar ? flat.Copy() : flat.Cast(Enums.BandFormat.Uchar);
        using var resized = ResizeShortSide(bytes, input.Resize);
        if (resized.Width < input.Width || resized.Height < input.Height)
            throw new BadImageException($"{name}: {resized.Width}x{resized.Height} is smaller than the crop {input.Width}x{input.Height}; set resize");
        using var cropped = resized.Crop(Margin(resized.Width, input.Width), Margin(resized.Height, input.Height), input.Width, input.Height);
        var data = cropped.WriteToMemory<byte>();
        if (data.Length != pixels.Length)
            throw new BadImageException($"{name}: {cropped.Bands} channels where {input.Channels} were expected");
        data.CopyTo(pixels);
    }

    private static Image ResizeShortSide(Image image, int? side)
    {
        var shorter = Math.Min(image.Width, image.Height);
        if (side is not { } target || shorter == target)
            return image.Copy();
        // Each axis has its own factor, so that both sides come out as the rounded sizes that torchvision computes.
        var (width, height) = image.Width <= image.Height
            ? (target, (int)((long)target * image.Height / image.Width))
            : ((int)((long)target * image.Width / image.Height), target);
        return image.Resize((double)width / image.Width, kernel: Enums.Kernel.Linear, vscale: (double)height / image.Height);
    }

    // Rounded down, as Keras, MXNet and TensorFlow's slim crop; torchvision rounds half to even, which differs by a pixel on odd margins.
    private static int Margin(int size, int crop) => (size - crop) / 2;
}
