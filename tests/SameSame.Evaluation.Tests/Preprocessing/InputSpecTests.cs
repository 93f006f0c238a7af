using SameSame.Evaluation.Preprocessing;

namespace SameSame.Evaluation.Tests.Preprocessing;

public class InputSpecTests
{
    private static readonly InputSpec Spec = new() { Height = 2, Width = 2, Mean = [0.1, 0.2, 0.3], Std = [0.5, 0.25, 2] };

    [Theory]
    [InlineData("nchw", "rgb")]
    [InlineData("nchw", "bgr")]
    [InlineData("nhwc", "rgb")]
    [InlineData("nhwc", "bgr")]
    public void Pixels_become_scaled_shifted_floats_in_the_models_layout_and_order(string layout, string order)
    {
        byte[] pixels = [0, 10, 20, 30, 40, 50, 60, 70, 80, 255, 128, 1];
        var spec = Spec with { Layout = layout, Order = order };
        var tensor = new float[12];
        new PixelNormalizer(spec).Write(pixels, tensor);
        for (var p = 0; p < 4; p++)
        {
            for (var c = 0; c < 3; c++)
            {
                var pixel = pixels[p * 3 + (order == "bgr" ? 2 - c : c)];
                Assert.Equal((float)((pixel / 255.0 - spec.Mean[c]) / spec.Std[c]), tensor[layout == "nchw" ? c * 4 + p : p * 3 + c]);
            }
        }

        Assert.Equal(layout == "nchw" ? [5, 3, 2, 2] : [5, 2, 2, 3], new PixelNormalizer(spec).Shape(5));
    }

    [Fact]
    public void The_pixel_range_is_exact()
    {
        Assert.Equal((0 - 0.2) / 0.25, Spec.PixelRange.Min);
        Assert.Equal((1 - 0.2) / 0.25, Spec.PixelRange.Max);
    }

    [Fact]
    public void Everything_that_changes_the_tensor_changes_the_key_and_only_pixels_change_the_caches()
    {
        InputSpec[] other = [Spec with { Resize = 256 }, Spec with { Height = 3 }, Spec with { Mean = [0, 0, 0] }, Spec with { Std = [1, 1, 1] }, Spec with { Scale = 1 }, Spec with { Order = "bgr" }, Spec with { Layout = "nhwc" }];
        Assert.Equal(other.Length + 1, other.Append(Spec).Select(s => s.Canonical).Distinct().Count());
        Assert.Equal(3, other.Append(Spec).Select(s => s.PixelKey).Distinct().Count());
    }

    [Fact]
    public void What_cannot_be_used_is_named()
    {
        Assert.Null(Spec.Problem());
        Assert.Contains("height", (Spec with { Height = 0 }).Problem(), StringComparison.Ordinal);
        Assert.Contains("layout 'chw'", (Spec with { Layout = "chw" }).Problem(), StringComparison.Ordinal);
        Assert.Contains("order 'rbg'", (Spec with { Order = "rbg" }).Problem(), StringComparison.Ordinal);
        Assert.Contains("3 values", (Spec with { Mean = [0] }).Problem(), StringComparison.Ordinal);
        Assert.Contains("positive", (Spec with { Std = [1, 0, 1] }).Problem(), StringComparison.Ordinal);
    }
}
