using SameSame.Onnx.Graph;

namespace SameSame.Testing.Fuzzing.Operators;

/// <summary>Which positions a kernel's taps meet, for convolutions and pools of any number of axes.</summary>
internal sealed class Windows
{
    private Windows(long[] output, int taps, long[] at, long[] padded) => (Output, Taps, At, Padded) = (output, taps, at, padded);

    /// <summary>Extent of the result.</summary>
    public long[] Output { get; }

    /// <summary>Positions under a kernel.</summary>
    public int Taps { get; }

    /// <summary>For every output position and tap the flat position in the input, or -1 outside it.</summary>
    public long[] At { get; }

    /// <summary>For every output position how many taps lie in the input or in its padding.</summary>
    public long[] Padded { get; }

    /// <summary>The windows of a node that reads <paramref name="extent"/> under a kernel.</summary>
    public static Windows Of(NodeCall call, long[] extent, long[] kernel)
    {
        var axes = Axes(call, extent.Length);
        var pads = call.Node.Ints("pads") ?? new long[2 * extent.Length];
        var ceil = call.Node.Int("ceil_mode", 0) == 1;
        var mode = call.Node.Text("auto_pad", "NOTSET");
        var output = new long[extent.Length];
        for (var a = 0; a < extent.Length; a++)
        {
            var reach = axes.Dilations[a] * (kernel[a] - 1) + 1;
            var stride = axes.Strides[a];
            if (mode is "SAME_UPPER" or "SAME_LOWER")
            {
                output[a] = (extent[a] + stride - 1) / stride;
                var total = Math.Max((output[a] - 1) * stride + reach - extent[a], 0);
                pads[a] = mode == "SAME_UPPER" ? total / 2 : total - total / 2;
                pads[a + extent.Length] = total - pads[a];
                continue;
            }

            if (mode == "VALID")
                (pads[a], pads[a + extent.Length]) = (0, 0);
            var room = extent[a] + pads[a] + pads[a + extent.Length] - reach;
            output[a] = (ceil ? (room + stride - 1) / stride : room / stride) + 1;
            // A window that begins behind the input and its first padding is not taken.
            if (ceil && (output[a] - 1) * stride >= extent[a] + pads[a])
                output[a]--;
        }

        return Table(extent, output, kernel, axes, pads);
    }

    /// <summary>Strides and dilations, 1 where they are missing.</summary>
    public static (long[] Strides, long[] Dilations) Axes(NodeCall call, int count) =>
        (call.Node.Ints("strides") ?? [.. Enumerable.Repeat(1L, count)], call.Node.Ints("dilations") ?? [.. Enumerable.Repeat(1L, count)]);

    private static Windows Table(long[] extent, long[] output, long[] kernel, (long[] Strides, long[] Dilations) axes, long[] pads)
    {
        var taps = (int)FuzzTensor.Count(kernel);
        var at = new List<long>();
        var padded = new List<long>();
        foreach (var position in FuzzTensor.Positions(output))
        {
            var counted = 0L;
            foreach (var tap in FuzzTensor.Positions(kernel))
            {
                var flat = 0L;
                var (inside, inPadding) = (true, true);
                for (var a = 0; a < extent.Length; a++)
                {
                    var p = position[a] * axes.Strides[a] + tap[a] * axes.Dilations[a] - pads[a];
                    inside &= p >= 0 && p < extent[a];
                    inPadding &= p < extent[a] + pads[a + extent.Length];
                    flat = flat * extent[a] + p;
                }

                at.Add(inside ? flat : -1);
                counted += inPadding ? 1 : 0;
            }

            padded.Add(counted);
        }

        return new(output, taps, [.. at], [.. padded]);
    }
}
