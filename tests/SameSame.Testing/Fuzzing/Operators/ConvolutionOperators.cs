using SameSame.Onnx.Graph;

namespace SameSame.Testing.Fuzzing.Operators;

/// <summary>Convolutions.</summary>
internal static class ConvolutionOperators
{
    public static FuzzTensor Conv(NodeCall call)
    {
        var (x, w, bias) = (call[0], call[1], call.Optional(2));
        var windows = Windows.Of(call, x.Dims[2..], w.Dims[2..]);
        long groups = call.Node.Int("group", 1), outputs = w.Dims[0], perGroup = w.Dims[1];
        var size = FuzzTensor.Count(x.Dims[2..]);
        var y = FuzzTensor.Zeros([x.Dims[0], outputs, .. windows.Output]);
        var positions = FuzzTensor.Count(windows.Output);
        for (long n = 0, next = 0; n < x.Dims[0]; n++)
        for (long o = 0; o < outputs; o++)
        for (long p = 0; p < positions; p++, next++)
        {
            var sum = bias?.Values[o] ?? 0;
            for (long i = 0; i < perGroup; i++)
            {
                var channel = o / (outputs / groups) * perGroup + i;
                for (var t = 0; t < windows.Taps; t++)
                {
                    if (windows.At[p * windows.Taps + t] is >= 0 and var from)
                        sum += w.Values[(o * perGroup + i) * windows.Taps + t] * x.Values[(n * x.Dims[1] + channel) * size + from];
                }
            }

            y.Values[next] = sum;
        }

        return y;
    }

    public static FuzzTensor ConvTranspose(NodeCall call)
    {
        var (x, w, bias) = (call[0], call[1], call.Optional(2));
        long[] extent = x.Dims[2..], kernel = w.Dims[2..];
        var (strides, dilations) = Windows.Axes(call, extent.Length);
        var pads = call.Node.Ints("pads") ?? new long[2 * extent.Length];
        var more = call.Node.Ints("output_padding") ?? new long[extent.Length];
        if (call.Node.Text("auto_pad", "NOTSET") != "NOTSET" || call.Node.Find("output_shape") is not null)
            throw new NotSupportedException("ConvTranspose whose padding is left to the operator");
        long[] output = [.. extent.Select((e, a) => (e - 1) * strides[a] + dilations[a] * (kernel[a] - 1) + 1 - pads[a] - pads[a + extent.Length] + more[a])];
        long groups = call.Node.Int("group", 1), inGroup = x.Dims[1] / groups, outGroup = w.Dims[1];
        var y = FuzzTensor.Zeros([x.Dims[0], outGroup * groups, .. output]);
        foreach (var at in FuzzTensor.Positions(y.Dims))
            y.Values[y.Index(at)] = bias?.Values[at[1]] ?? 0;
        foreach (var from in FuzzTensor.Positions(x.Dims))
        {
            var value = x.Values[x.Index(from)];
            foreach (var tap in FuzzTensor.Positions([outGroup, .. kernel]))
            {
                long[] to = [from[0], from[1] / inGroup * outGroup + tap[0],
                    .. extent.Select((_, a) => from[a + 2] * strides[a] + tap[a + 1] * dilations[a] - pads[a])];
                if (output.Select((o, a) => to[a + 2] >= 0 && to[a + 2] < o).All(inside => inside))
                    y.Values[y.Index(to)] += value * w.Values[w.Index([from[1], .. tap])];
            }
        }

        return y;
    }
}
