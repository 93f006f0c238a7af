using SameSame.Evaluation.Preprocessing;

namespace SameSame.Evaluation.Tests.Preprocessing;

public class InputSpecTests
{
    private static readonly InputSpec Spec = new() { Height = 2, Width = 2, Mean = [0.1, 0.2, 0.3], Std = [0.5, 0.25, 2] };

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
    public void The_kernel_is_part_of_the_keys_where_it_is_not_the_default_and_something_is_resized()
    {
        var resized = Spec with { Resize = 256 };
        Assert.Equal("v3;2x2;resize=256;rgb", resized.PixelKey);
        Assert.Equal("v3;2x2;resize=256;rgb;bicubic", (resized with { Interpolation = "bicubic" }).PixelKey);
        Assert.NotEqual(resized.Canonical, (resized with { Interpolation = "bicubic" }).Canonical);
        Assert.Equal(Spec.Canonical, (Spec with { Interpolation = "bicubic" }).Canonical);
    }

    [Theory]
    [InlineData(500, 375, 341, 256)]
    [InlineData(375, 500, 256, 341)]
    [InlineData(256, 256, 256, 256)]
    public void The_long_side_is_rounded_down(int width, int height, int expectedWidth, int expectedHeight)
    {
        Assert.Equal((expectedWidth, expectedHeight), (Spec with { Resize = 256 }).Resized(width, height));
        Assert.Equal((width, height), Spec.Resized(width, height));
    }

    [Fact]
    public void What_cannot_be_used_is_named()
    {
        Assert.Null(Spec.Problem());
        Assert.Contains("height", (Spec with { Height = 0 }).Problem(), StringComparison.Ordinal);
        Assert.Contains("layout 'chw'", (Spec with { Layout = "chw" }).Problem(), StringComparison.Ordinal);
        Assert.Contains("order 'rbg'", (Spec with { Order = "rbg" }).Problem(), StringComparison.Ordinal);
        Assert.Equal("input.interpolation 'nearest': expected bilinear or bicubic", (Spec with { Interpolation = "nearest" }).Problem());
        Assert.Contains("3 values", (Spec with { Mean = [0] }).Problem(), StringComparison.Ordinal);
        Assert.Contains("positive", (Spec with { Std = [1, 0, 1] }).Problem(), StringComparison.Ordinal);
    }
}
