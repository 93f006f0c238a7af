using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Testing;

/// <summary>
/// Runs small graphs with plain loops in double precision, written from the operator specification and sharing no code with what it checks.
/// </summary>
public sealed class NaiveInterpreter
{
    private readonly Dictionary<string, Tensor> _tensors = new(StringComparer.Ordinal);

    private sealed record Tensor(long[] Dims, double[] Values);

    /// <summary>The first output of <paramref name="model"/>.</summary>
    public static double[] Run(ModelProto model, float[] input, long[] shape)
    {
        var run = new NaiveInterpreter();
        foreach (var initializer in model.Graph.Initializer)
            run._tensors[initializer.Name] = new([.. initializer.Dims], Values(initializer));
        run._tensors[model.Graph.Input[0].Name] = new(shape, [.. input.Select(v => (double)v)]);
        foreach (var node in model.Graph.Node)
            run._tensors[node.Output[0]] = run.Evaluate(node);
        return run._tensors[model.Graph.Output[0].Name].Values;
    }

    private Tensor Evaluate(NodeProto node)
    {
        var x = _tensors[node.Input[0]];
        return node.OpType switch
        {
            "Conv" => Conv(node, x),
            "Gemm" => Gemm(node, x),
            "Relu" => x with { Values = [.. x.Values.Select(v => Math.Max(v, 0))] },
            "Clip" => x with { Values = [.. x.Values.Select(v => Math.Min(Math.Max(v, _tensors[node.Input[1]].Values[0]), _tensors[node.Input[2]].Values[0]))] },
            "Add" => Combine(x, _tensors[node.Input[1]], (a, b) => a + b),
            "Min" => Combine(x, _tensors[node.Input[1]], Math.Min),
            "GlobalAveragePool" => GlobalAverage(x),
            "Flatten" => x with { Dims = [x.Dims[0], x.Values.Length / x.Dims[0]] },
            "QuantizeLinear" => Quantize(node, x),
            "DequantizeLinear" => Dequantize(node, x),
            _ => throw new InvalidOperationException($"the naive interpreter does not know {node.OpType}"),
        };
    }

    private Tensor Conv(NodeProto node, Tensor x)
    {
        var w = _tensors[node.Input[1]];
        var bias = node.Input.Count > 2 ? _tensors[node.Input[2]].Values : null;
        long[] pads = node.Ints("pads") ?? [0, 0, 0, 0], strides = node.Ints("strides") ?? [1, 1];
        long groups = node.Int("group", 1), outputs = w.Dims[0], perGroup = w.Dims[1], kh = w.Dims[2], kw = w.Dims[3];
        long height = (x.Dims[2] + pads[0] + pads[2] - kh) / strides[0] + 1, width = (x.Dims[3] + pads[1] + pads[3] - kw) / strides[1] + 1;
        var y = new Tensor([x.Dims[0], outputs, height, width], new double[x.Dims[0] * outputs * height * width]);
        for (long n = 0, at = 0; n < x.Dims[0]; n++)
        for (long o = 0; o < outputs; o++)
        for (long r = 0; r < height; r++)
        for (long c = 0; c < width; c++, at++)
        {
            var sum = bias?[o] ?? 0;
            for (long i = 0; i < perGroup; i++)
            for (long dy = 0; dy < kh; dy++)
            for (long dx = 0; dx < kw; dx++)
            {
                long row = r * strides[0] + dy - pads[0], column = c * strides[1] + dx - pads[1], channel = o / (outputs / groups) * perGroup + i;
                if (row >= 0 && row < x.Dims[2] && column >= 0 && column < x.Dims[3])
                    sum += w.Values[((o * perGroup + i) * kh + dy) * kw + dx] * x.Values[((n * x.Dims[1] + channel) * x.Dims[2] + row) * x.Dims[3] + column];
            }

            y.Values[at] = sum;
        }

        return y;
    }

    private Tensor Gemm(NodeProto node, Tensor x)
    {
        var w = _tensors[node.Input[1]];
        var transposed = node.Int("transB", 0) == 1;
        long inputs = x.Dims[1], outputs = transposed ? w.Dims[0] : w.Dims[1];
        var y = new Tensor([x.Dims[0], outputs], new double[x.Dims[0] * outputs]);
        for (long n = 0; n < x.Dims[0]; n++)
        for (long o = 0; o < outputs; o++)
        {
            var sum = node.Input.Count > 2 ? _tensors[node.Input[2]].Values[o] : 0;
            for (long i = 0; i < inputs; i++)
                sum += x.Values[n * inputs + i] * w.Values[transposed ? o * inputs + i : i * outputs + o];
            y.Values[n * outputs + o] = sum;
        }

        return y;
    }

    private static Tensor GlobalAverage(Tensor x)
    {
        var positions = (int)(x.Dims[2] * x.Dims[3]);
        return new([x.Dims[0], x.Dims[1], 1, 1], [.. x.Values.Chunk(positions).Select(c => c.Sum() / positions)]);
    }

    private Tensor Quantize(NodeProto node, Tensor x)
    {
        double scale = _tensors[node.Input[1]].Values[0], zero = _tensors[node.Input[2]].Values[0];
        return x with { Values = [.. x.Values.Select(v => Math.Clamp(Math.Round(v / scale, MidpointRounding.ToEven) + zero, 0, 255))] };
    }

    private Tensor Dequantize(NodeProto node, Tensor x)
    {
        double[] scales = _tensors[node.Input[1]].Values, zeros = _tensors[node.Input[2]].Values;
        var axis = (int)node.Int("axis", 1);
        var inner = x.Dims.Skip(axis + 1).Aggregate(1L, (a, b) => a * b);
        return x with { Values = [.. x.Values.Select((v, i) => scales.Length == 1 ? (v - zeros[0]) * scales[0] : (v - zeros[i / inner % scales.Length]) * scales[i / inner % scales.Length])] };
    }

    // Broadcasting of a scalar, of [1, C, 1, 1], or of equal shapes.
    private static Tensor Combine(Tensor a, Tensor b, Func<double, double, double> op)
    {
        var positions = a.Dims.Skip(2).Aggregate(1L, (p, q) => p * q);
        return a with
        {
            Values = [.. a.Values.Select((v, i) => op(v, b.Values.Length == a.Values.Length ? b.Values[i] : b.Values[b.Values.Length == 1 ? 0 : i / positions % b.Values.Length]))],
        };
    }

    private static double[] Values(TensorProto tensor) => tensor.ElementType() switch
    {
        OnnxDataType.Float => [.. tensor.ToFloats().Select(v => (double)v)],
        OnnxDataType.Int8 => [.. tensor.RawData.Select(b => (double)(sbyte)b)],
        OnnxDataType.UInt8 => [.. tensor.RawData.Select(b => (double)b)],
        OnnxDataType.Int32 => [.. tensor.RawData.ToByteArray().Chunk(4).Select(c => (double)BitConverter.ToInt32(c))],
        var other => throw new InvalidOperationException($"the naive interpreter does not know {other}"),
    };
}
