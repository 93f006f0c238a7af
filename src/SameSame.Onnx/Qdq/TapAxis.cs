using SameSame.Onnx.Graph;

namespace SameSame.Onnx.Qdq;

/// <summary>One spatial axis of a convolution: which input positions each tap touches while the kernel moves over all outputs.</summary>
internal sealed class TapAxis
{
    private readonly int[][] _touched;

    private TapAxis(int inputs, int outputs, int[][] touched) => (Inputs, Outputs, _touched) = (inputs, outputs, touched);

    /// <summary>An axis of length 1, for one-dimensional layers.</summary>
    public static TapAxis Single { get; } = new(1, 1, [[0]]);

    public int Inputs { get; }

    public int Outputs { get; }

    public int Taps => _touched.Length;

    /// <summary>Input positions under tap <paramref name="tap"/>, one an output position that is not in the padding.</summary>
    public int[] Touched(int tap) => _touched[tap];

    public static TapAxis Of(LinearLayer layer, int axis, int inputs)
    {
        var rank = layer.Dims.Length - 2;
        var kernel = (int)layer.Dims[axis + 2];
        var stride = (int)(layer.Node.Ints("strides")?[axis] ?? 1);
        var dilation = (int)(layer.Node.Ints("dilations")?[axis] ?? 1);
        var pads = layer.Node.Ints("pads") ?? new long[2 * rank];
        var (before, after) = ((int)pads[axis], (int)pads[axis + rank]);
        var extent = dilation * (kernel - 1) + 1;
        if (layer.Node.OpType == "ConvTranspose")
        {
            var extra = (int)(layer.Node.Ints("output_padding")?[axis] ?? 0);
            var size = stride * (inputs - 1) + extra + extent - before - after;
            return new TapAxis(inputs, size, [.. Enumerable.Range(0, kernel).Select(k =>
                Enumerable.Range(0, inputs).Where(i => i * stride + k * dilation - before is var o && o >= 0 && o < size).ToArray())]);
        }

        var auto = layer.Node.Text("auto_pad", "NOTSET");
        var outputs = (inputs + before + after - extent) / stride + 1;
        if (auto is "SAME_UPPER" or "SAME_LOWER")
        {
            outputs = (inputs + stride - 1) / stride;
            var total = Math.Max(0, (outputs - 1) * stride + extent - inputs);
            before = auto == "SAME_UPPER" ? total / 2 : (total + 1) / 2;
        }

        return new TapAxis(inputs, outputs, [.. Enumerable.Range(0, kernel).Select(k =>
            Enumerable.Range(0, outputs).Select(o => o * stride + k * dilation - before).Where(i => i >= 0 && i < inputs).ToArray())]);
    }
}
