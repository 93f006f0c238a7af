using System.Globalization;
using SameSame.Quantization.Schemes;

namespace SameSame.Evaluation.Preprocessing;

/// <summary>
/// How an image becomes a model's input tensor: resize the short side (antialiased, with Pillow's pixels), crop the centre, then
/// <c>(pixel / Scale - Mean) / Std</c> per channel.
/// </summary>
public sealed record InputSpec
{
    /// <summary>Version of decoding, resizing and cropping; part of the pixel cache's key and of every cell's. 2: Pillow's pixels instead of libvips'. 3: transparency is left away.</summary>
    public const int Version = 3;

    /// <summary>What <see cref="Layout"/> may be.</summary>
    public static IReadOnlyList<string> Layouts { get; } = ["nchw", "nhwc"];

    /// <summary>What <see cref="Order"/> may be.</summary>
    public static IReadOnlyList<string> Orders { get; } = ["rgb", "bgr", "gray"];

    /// <summary>What <see cref="Interpolation"/> may be.</summary>
    public static IReadOnlyList<string> Interpolations { get; } = [.. ResampleKernel.All.Select(k => k.Name)];

    /// <summary>Rows of the tensor.</summary>
    public int Height { get; init; }

    /// <summary>Columns of the tensor.</summary>
    public int Width { get; init; }

    /// <summary>Short side in pixels before the crop; null leaves the image's size.</summary>
    public int? Resize { get; init; }

    /// <summary>How the resize interpolates: <c>bilinear</c> or <c>bicubic</c>.</summary>
    public string Interpolation { get; init; } = "bilinear";

    /// <summary><c>nchw</c> or <c>nhwc</c>.</summary>
    public string Layout { get; init; } = "nchw";

    /// <summary><c>rgb</c>, <c>bgr</c> or <c>gray</c>.</summary>
    public string Order { get; init; } = "rgb";

    /// <summary>Divides a pixel of 0 to 255 first.</summary>
    public double Scale { get; init; } = 255;

    /// <summary>Subtracted per channel, after the scale; in the tensor's channel order.</summary>
    public double[] Mean { get; init; } = [0, 0, 0];

    /// <summary>Divides per channel, last.</summary>
    public double[] Std { get; init; } = [1, 1, 1];

    /// <summary>Channels of the tensor.</summary>
    public int Channels => Order == "gray" ? 1 : 3;

    /// <summary>The shape of the input tensor, its batch open (-1).</summary>
    public long[] TensorShape => Layout == "nchw" ? [-1, Channels, Height, Width] : [-1, Height, Width, Channels];

    /// <summary>Bytes of one decoded and cropped image.</summary>
    public int PixelBytes => Height * Width * Channels;

    /// <summary>What decides the decoded pixels, and so the pixel cache.</summary>
    public string PixelKey => $"v{Version};{Height}x{Width};resize={Resize?.ToString(CultureInfo.InvariantCulture) ?? "none"};{(Order == "gray" ? "gray" : "rgb")}{KernelKey}";

    /// <summary>What decides the input tensor; part of a cell's key.</summary>
    public string Canonical =>
        string.Create(CultureInfo.InvariantCulture, $"{PixelKey};{Layout};{Order};scale={Scale:r};mean={Join(Mean)};std={Join(Std)}");

    /// <summary>The same image without normalization: 0 to 255, for graphs that take bytes.</summary>
    public InputSpec Unscaled => this with { Scale = 1, Mean = new double[Channels], Std = [.. Enumerable.Repeat(1.0, Channels)] };

    /// <summary>The range that preprocessed pixels can have, over all channels.</summary>
    public ValueRange PixelRange =>
        Enumerable.Range(0, Channels).Select(c => new ValueRange((0 - Mean[c]) / Std[c], (255 / Scale - Mean[c]) / Std[c])).Aggregate(ValueRange.Empty, (a, b) => a.Union(b));

    // The default is left out: keys from before there was a choice stay what they are. Without a resize nothing interpolates.
    private string KernelKey => Resize is null || Interpolation == "bilinear" ? "" : $";{Interpolation}";

    /// <summary>Size of a <paramref name="width"/> x <paramref name="height"/> image before the crop: the long side is rounded down, as torchvision's <c>Resize</c> does.</summary>
    public (int Width, int Height) Resized(int width, int height) => Resize is not { } side ? (width, height)
        : width <= height ? (side, (int)((long)side * height / width)) : ((int)((long)side * width / height), side);

    /// <summary>
    /// Pixels left of (or above) the centre crop: half of what is too much, rounded down, as Keras, MXNet and TensorFlow's slim crop. torchvision rounds half to even, which is one pixel
    /// further where the excess is 3, 7, 11 ...
    /// </summary>
    public static int Margin(int size, int crop) => (size - crop) / 2;

    /// <summary>Returns what is wrong with the fields, or null.</summary>
    public string? Problem()
    {
        if (Height <= 0 || Width <= 0)
            return "input.height and input.width must be positive";
        if (!Layouts.Contains(Layout))
            return $"input.layout '{Layout}': expected nchw or nhwc";
        if (!Orders.Contains(Order))
            return $"input.order '{Order}': expected rgb, bgr or gray";
        if (!Interpolations.Contains(Interpolation))
            return $"input.interpolation '{Interpolation}': expected {string.Join(" or ", Interpolations)}";
        if (Mean.Length != Channels || Std.Length != Channels)
            return $"input.mean and input.std need {Channels} values each for order {Order}";
        return Scale <= 0 || Std.Any(s => s <= 0) ? "input.scale and input.std must be positive" : null;
    }

    private static string Join(double[] values) => string.Join(',', values.Select(v => v.ToString("r", CultureInfo.InvariantCulture)));
}
