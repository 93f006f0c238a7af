using CsCheck;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Qdq;
using SameSame.Onnx.Schema;
using SameSame.Quantization.Statistics;

namespace SameSame.Onnx.Tests.Qdq;

public class TapMeansTests
{
    private const int Channels = 2, Height = 9, Width = 7;

    private static readonly Gen<(int Kernel, int Stride, int Dilation, int Pad)> Axes = Gen.Select(Gen.Int[1, 4], Gen.Int[1, 3], Gen.Int[1, 2], Gen.Int[0, 2]);

    [Fact]
    public void Sums_of_regions_give_each_tap_the_mean_that_a_plain_loop_over_outputs_gives() =>
        Gen.Select(Axes, Axes, Gen.Bool, Gen.Float[-10, 10].Array[Channels * Height * Width]).Sample((first, second, both, image) =>
        {
            // A layer that shares its input with another meets finer regions.
            var layers = both ? new[] { Layer(first), Layer(second) } : [Layer(first)];
            var regions = TapRegions.Of(layers, [Height, Width]);
            var accumulator = new RegionAccumulator(Channels, regions);
            accumulator.Add(image);
            var means = TapMeans.Compute(layers[0], accumulator.Means(), regions)!;
            for (var c = 0; c < Channels; c++)
            {
                for (var t = 0; t < layers[0].Taps; t++)
                    Assert.Equal(Naive(first, image.AsSpan(c * Height * Width, Height * Width), t / first.Kernel, t % first.Kernel), means[c * layers[0].Taps + t], 1e-3);
            }
        });

    [Fact]
    public void A_matrix_meets_the_mean_of_all_positions()
    {
        var graph = new OnnxGraph(new ModelProto { Graph = new GraphProto { Initializer = { TensorData.Floats("w", [Channels, 3], new float[Channels * 3]) } } });
        var layer = LinearLayer.Of(graph, NodeAttributes.Create("MatMul", ["x", "w"], "y"))!;
        var regions = PositionRegions.Whole(4);
        Assert.Equal([2.5, -1.0], TapMeans.Compute(layer, [10, -4], regions)!);
        Assert.Null(TapMeans.Compute(layer, [10], regions));
    }

    private static double Naive((int Kernel, int Stride, int Dilation, int Pad) axis, ReadOnlySpan<float> image, int row, int column)
    {
        var extent = axis.Dilation * (axis.Kernel - 1) + 1;
        var (height, width) = ((Height + 2 * axis.Pad - extent) / axis.Stride + 1, (Width + 2 * axis.Pad - extent) / axis.Stride + 1);
        var sum = 0.0;
        for (var oy = 0; oy < height; oy++)
        {
            for (var ox = 0; ox < width; ox++)
            {
                var (y, x) = (oy * axis.Stride + row * axis.Dilation - axis.Pad, ox * axis.Stride + column * axis.Dilation - axis.Pad);
                if (y is >= 0 and < Height && x is >= 0 and < Width)
                    sum += image[y * Width + x];
            }
        }

        return sum / (height * width);
    }

    private static LinearLayer Layer((int Kernel, int Stride, int Dilation, int Pad) axis)
    {
        var weights = TensorData.Floats("w", [1, Channels, axis.Kernel, axis.Kernel], new float[Channels * axis.Kernel * axis.Kernel]);
        var node = NodeAttributes.Create("Conv", ["x", "w"], "y", NodeAttributes.Attribute("strides", axis.Stride, axis.Stride),
            NodeAttributes.Attribute("dilations", axis.Dilation, axis.Dilation), NodeAttributes.Attribute("pads", axis.Pad, axis.Pad, axis.Pad, axis.Pad));
        return LinearLayer.Of(new OnnxGraph(new ModelProto { Graph = new GraphProto { Initializer = { weights } } }), node)!;
    }
}
