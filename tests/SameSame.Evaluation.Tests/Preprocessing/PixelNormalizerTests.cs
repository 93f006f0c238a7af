using SameSame.Evaluation.Preprocessing;
using SameSame.Evaluation.Sessions;
using SameSame.Onnx.IO;
using SameSame.Testing;

namespace SameSame.Evaluation.Tests.Preprocessing;

public class PixelNormalizerTests
{
    // 7 x 9 pixels: three whole blocks of 16 and a rest.
    private static readonly InputSpec Spec = new() { Height = 7, Width = 9, Mean = [0.485, 0.456, 0.406], Std = [0.229, 0.224, 0.225] };
    private static readonly byte[] Pixels = [.. Enumerable.Range(0, Spec.PixelBytes).Select(i => (byte)(i * 37 % 256))];

    public static TheoryData<string, string> Forms => new() { { "nchw", "rgb" }, { "nchw", "bgr" }, { "nhwc", "rgb" }, { "nhwc", "bgr" }, { "nchw", "gray" } };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Pixels_become_scaled_shifted_floats_in_the_models_layout_and_order(string layout, string order)
    {
        var (spec, pixels) = Case(layout, order);
        var tensor = Normalized(spec, pixels);
        for (var p = 0; p < spec.Height * spec.Width; p++)
        {
            for (var c = 0; c < spec.Channels; c++)
            {
                var expected = (pixels[p * spec.Channels + (order == "bgr" ? spec.Channels - 1 - c : c)] / spec.Scale - spec.Mean[c]) / spec.Std[c];
                // Two roundings of values up to 2.7.
                Assert.Equal(expected, tensor[layout == "nchw" ? c * spec.Height * spec.Width + p : p * spec.Channels + c], 5e-7);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_graph_that_takes_the_pixels_computes_the_same_bits(string layout, string order)
    {
        var (spec, pixels) = Case(layout, order);
        var g = new GraphBuilder(1);
        using var session = new OrtModel(OnnxFile.ToBytes(InputPrologue.Prepend(g.Build(g.Same("Identity", g.Input(new PixelNormalizer(spec).Shape(-1)))), spec)), new SessionSettings(1), "m");
        using var buffer = new InputBuffer(spec, 2, session.Feed);
        buffer.Write(0, new byte[pixels.Length]);
        buffer.Write(1, pixels);
        float[] result = [];
        for (var run = 0; run < 2; run++)
            session.Run(buffer, 2, (_, _, values) => result = values[pixels.Length..].ToArray());
        Assert.Equal(PixelFeed.Packed, session.Feed);
        Assert.Equal(Normalized(spec, pixels), result);
    }

    private static (InputSpec Spec, byte[] Pixels) Case(string layout, string order) => order == "gray"
        ? (Spec with { Layout = layout, Order = order, Mean = [0.3], Std = [0.7] }, Pixels[..(Spec.PixelBytes / 3)])
        : (Spec with { Layout = layout, Order = order }, Pixels);

    private static float[] Normalized(InputSpec spec, byte[] pixels)
    {
        var tensor = new float[spec.PixelBytes];
        new PixelNormalizer(spec).Write(pixels, tensor);
        return tensor;
    }
}
