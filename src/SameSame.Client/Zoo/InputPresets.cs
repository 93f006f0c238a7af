using SameSame.Evaluation.Preprocessing;

namespace SameSame.Client.Zoo;

/// <summary>The preprocessings that published classifiers use, and what a catalogue's entry becomes with each.</summary>
internal static class InputPresets
{
    private sealed record Preset(double Scale, double[] Mean, double[] Std);

    // By channel, red first: torchvision; TensorFlow's slim and Keras' "tf" mode; 0 to 1; 0 to 255; Caffe.
    private static readonly Preset[] Colour =
    [
        new(255, [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]), new(255, [0.5, 0.5, 0.5], [0.5, 0.5, 0.5]),
            new(255, [0, 0, 0], [1, 1, 1]),
        new(1, [0, 0, 0], [1, 1, 1]), new(1, [123.68, 116.779, 103.939], [1, 1, 1]),
    ];

    // 0 to 1; -1 to 1; 0 to 255; MNIST.
    private static readonly Preset[] Gray = [new(255, [0], [1]), new(255, [0.5], [0.5]), new(1, [0], [1]),
        new(255, [0.1307], [0.3081])];

    /// <summary>torchvision's, which most published models use; 0 to 1 for gray images.</summary>
    public static InputSpec Usual(InputSpec input) => With(input, input.Channels == 1 ? Gray[0] : Colour[0]);

    /// <summary>
    /// The entry as it is, then with every other order of channels, scale, mean and standard deviation; each once.
    /// </summary>
    public static IReadOnlyList<InputSpec> Normalizations(InputSpec written)
    {
        string[] orders = written.Channels == 1 ? [written.Order] : [written.Order, written.Order == "rgb" ? "bgr" : "rgb"];
        var variants = orders.SelectMany(order =>
        {
            var input = written with { Order = order };
            var turned = order == written.Order ? input : input with { Mean = Turned(input.Mean), Std = Turned(input.Std) };
            return (written.Channels == 1 ? Gray : Colour).Select(p => With(input, p)).Prepend(turned).Prepend(input);
        });
        return [.. variants.DistinctBy(v => v.Canonical)];
    }

    /// <summary>The entry with other sizes before the crop, and the other interpolation.</summary>
    public static IReadOnlyList<InputSpec> Sizes(InputSpec written)
    {
        var side = Math.Min(written.Height, written.Width);
        int?[] sizes = [null, side, Resize(side)];
        var other = written.Interpolation == "bilinear" ? "bicubic" : "bilinear";
        return [.. sizes.Select(s => written with { Resize = s }).Append(written with { Interpolation = other })
            .DistinctBy(v => v.PixelKey).Where(v => v.PixelKey != written.PixelKey)];
    }

    /// <summary>torchvision's habit for ImageNet: the crop is 7/8 of the short side.</summary>
    public static int Resize(int side) => (int)Math.Round(side * 8 / 7.0);

    private static InputSpec With(InputSpec input, Preset preset) => input.Order == "bgr"
        ? input with { Scale = preset.Scale, Mean = Turned(preset.Mean), Std = Turned(preset.Std) }
        : input with { Scale = preset.Scale, Mean = preset.Mean, Std = preset.Std };

    private static double[] Turned(double[] values) => [.. values.Reverse()];
}
