using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;

namespace SameSame.Testing.Fuzzing.Operators;

/// <summary>The operators that the interpreter knows, by name.</summary>
internal static class OperatorTable
{
    public static Dictionary<string, Func<NodeCall, FuzzTensor[]>> Build()
    {
        var table = new Dictionary<string, Func<NodeCall, FuzzTensor[]>>(StringComparer.Ordinal);
        foreach (var (names, rule) in Rules())
        {
            foreach (var name in names.Split(' '))
                table[name] = call => [rule(call)];
        }

        table["Split"] = Movement.Split;
        table["TopK"] = Reductions.TopK;
        return table;
    }

    private static IEnumerable<(string Names, Func<NodeCall, FuzzTensor> Rule)> Rules()
    {
        yield return ("Relu", c => c[0].Map(v => Math.Max(v, 0)));
        yield return ("LeakyRelu", Activations.LeakyRelu);
        yield return ("PRelu", Elementwise.PRelu);
        yield return ("Clip", Activations.Clip);
        yield return ("Abs", c => c[0].Map(Math.Abs));
        yield return ("Neg", c => c[0].Map(v => -v));
        yield return ("Sigmoid", c => c[0].Map(Activations.Sigmoid));
        yield return ("HardSigmoid", Activations.HardSigmoid);
        yield return ("HardSwish", c => c[0].Map(Activations.HardSwish));
        yield return ("Tanh", c => c[0].Map(Math.Tanh));
        yield return ("Elu", Activations.Elu);
        yield return ("Selu", Activations.Selu);
        yield return ("Softplus", c => c[0].Map(Activations.Softplus));
        yield return ("Mish", c => c[0].Map(Activations.Mish));
        yield return ("Gelu", Activations.Gelu);
        yield return ("Erf", c => c[0].Map(Activations.Erf));
        yield return ("Exp", c => c[0].Map(Math.Exp));
        yield return ("Sqrt", c => c[0].Map(Math.Sqrt));
        yield return ("Reciprocal", c => c[0].Map(v => 1 / v));
        yield return ("Cast", Activations.Cast);
        yield return ("Identity Dropout", c => c[0]);
        yield return ("Add Sum", c => Elementwise.Combine(c.Inputs, (a, b) => a + b));
        yield return ("Sub", c => Elementwise.Combine(c.Inputs, (a, b) => a - b));
        yield return ("Mul", c => Elementwise.Combine(c.Inputs, (a, b) => a * b));
        yield return ("Div", Elementwise.Divide);
        yield return ("Pow", c => Elementwise.Combine(c.Inputs, Math.Pow));
        yield return ("Min", c => Elementwise.Combine(c.Inputs, Math.Min));
        yield return ("Max", c => Elementwise.Combine(c.Inputs, Math.Max));
        yield return ("Mean", Elementwise.Mean);
        yield return ("Where", Elementwise.Where);
        yield return ("Greater", c => Elementwise.Compare(c, (a, b) => a > b));
        yield return ("Less", c => Elementwise.Compare(c, (a, b) => a < b));
        yield return ("Equal", c => Elementwise.Compare(c, (a, b) => a == b));
        yield return ("Not", c => c[0].Map(v => v == 0 ? 1 : 0));
        yield return ("Conv", ConvolutionOperators.Conv);
        yield return ("ConvTranspose", ConvolutionOperators.ConvTranspose);
        yield return ("Gemm", MatrixOperators.Gemm);
        yield return ("MatMul", MatrixOperators.MatMul);
        yield return ("MaxPool", c => Pools.Run(c, average: false));
        yield return ("AveragePool", c => Pools.Run(c, average: true));
        yield return ("GlobalAveragePool", c => Reductions.OverPositions(c[0], v => v.Average()));
        yield return ("GlobalMaxPool", c => Reductions.OverPositions(c[0], v => v.Max()));
        yield return ("ReduceMean", c => Reductions.Reduce(c, v => v.Average()));
        yield return ("ReduceMax", c => Reductions.Reduce(c, v => v.Max()));
        yield return ("ReduceMin", c => Reductions.Reduce(c, v => v.Min()));
        yield return ("ReduceSum", c => Reductions.Reduce(c, v => v.Sum()));
        yield return ("ArgMax", Reductions.ArgMax);
        yield return ("Softmax", c => Normalizations.Softmax(c, logarithm: false));
        yield return ("LogSoftmax", c => Normalizations.Softmax(c, logarithm: true));
        yield return ("BatchNormalization", Normalizations.Batch);
        yield return ("InstanceNormalization", Normalizations.Instance);
        yield return ("LayerNormalization", Normalizations.Layer);
        yield return ("LRN", Normalizations.LocalResponse);
        yield return ("Concat", Movement.Concat);
        yield return ("Slice", Movement.Slice);
        yield return ("Gather", Movement.Gather);
        yield return ("Transpose", Movement.Transpose);
        yield return ("Reshape", Movement.Reshape);
        yield return ("Flatten", Movement.Flatten);
        yield return ("Squeeze", Movement.Squeeze);
        yield return ("Unsqueeze", Movement.Unsqueeze);
        yield return ("Expand", c => c[0].Broadcast(Elementwise.Shape([c[0].Dims, c[1].Longs])));
        yield return ("Pad", Movement.Pad);
        yield return ("Resize Upsample", Movement.Resize);
        yield return ("Shape", c => FuzzTensor.Integers(c[0].Dims));
        yield return ("Constant", Constant);
    }

    private static FuzzTensor Constant(NodeCall call)
    {
        if (call.Node.Find("value")?.T is { } tensor)
            return FuzzTensor.Of(tensor);
        if (call.Node.Find("value_floats") is { } floats)
            return new([floats.Floats.Count], [.. floats.Floats.Select(v => (double)v)]);
        return call.Node.Find("value_float") is { } scalar ? new([], [scalar.F]) : FuzzTensor.Integers([.. call.Node.Ints("value_ints")!]);
    }
}
