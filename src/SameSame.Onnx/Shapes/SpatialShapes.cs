using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Shapes;

/// <summary>Shapes of operators with kernel, stride, dilation and padding.</summary>
internal static class SpatialShapes
{
    /// <summary>The output of a window that is moved over the image: Conv and pools.</summary>
    /// <param name="node">The node, with its strides, dilations, pads and rounding.</param>
    /// <param name="x">Shape of the input, <c>[N, C, spatial...]</c>; -1 where open.</param>
    /// <param name="channels">Channels of the output.</param>
    /// <param name="kernel">Extent of the window on each spatial axis.</param>
    public static long[] Window(NodeProto node, long[] x, long channels, long[] kernel)
    {
        var rank = x.Length - 2;
        var strides = node.Ints("strides") ?? Ones(rank);
        var dilations = node.Ints("dilations") ?? Ones(rank);
        var pads = node.Ints("pads") ?? new long[2 * rank];
        var auto = node.Text("auto_pad", "NOTSET");
        var ceil = node.Int("ceil_mode", 0) == 1;
        var shape = new long[x.Length];
        (shape[0], shape[1]) = (x[0], channels);
        for (var d = 0; d < rank; d++)
        {
            var extent = dilations[d] * (kernel[d] - 1) + 1;
            shape[d + 2] = x[d + 2] < 0 ? -1 : auto switch
            {
                "SAME_UPPER" or "SAME_LOWER" => (x[d + 2] + strides[d] - 1) / strides[d],
                "VALID" => (x[d + 2] - extent) / strides[d] + 1,
                _ => (x[d + 2] + pads[d] + pads[rank + d] - extent + (ceil ? strides[d] - 1 : 0)) / strides[d] + 1,
            };
        }

        return shape;
    }

    /// <summary>The output of a ConvTranspose.</summary>
    /// <param name="node">The node.</param>
    /// <param name="x">Shape of the input, <c>[N, C, spatial...]</c>; -1 where open.</param>
    /// <param name="w">Shape of the weights, <c>[C, M / group, spatial...]</c>.</param>
    public static long[] Transposed(NodeProto node, long[] x, long[] w)
    {
        var rank = x.Length - 2;
        var strides = node.Ints("strides") ?? Ones(rank);
        var dilations = node.Ints("dilations") ?? Ones(rank);
        var pads = node.Ints("pads") ?? new long[2 * rank];
        var extra = node.Ints("output_padding") ?? new long[rank];
        var shape = new long[x.Length];
        (shape[0], shape[1]) = (x[0], w[1] * node.Int("group", 1));
        for (var d = 0; d < rank; d++)
            shape[d + 2] = x[d + 2] < 0 || node.Find("auto_pad") is { } ? -1 : strides[d] * (x[d + 2] - 1) + extra[d] + dilations[d] * (w[d + 2] - 1) + 1 - pads[d] - pads[rank + d];
        return shape;
    }

    private static long[] Ones(int count) => [.. Enumerable.Repeat(1L, count)];
}
