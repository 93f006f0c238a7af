using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;

namespace SameSame.Testing.Fuzzing;

/// <summary>
/// What a scheme costs, by plain fake quantization in doubles: written from the description of the scheme, over the interpreter here, sharing nothing with the exporter. Every activation
/// of an image is rounded at its own range, or its Concat partners', weights symmetrically, biases not at all.
/// </summary>
public sealed class SchemeSimulation
{
    private static readonly HashSet<string> Moves = new(StringComparer.Ordinal)
    {
        "MaxPool", "GlobalMaxPool", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Transpose", "Slice", "Split", "Gather", "Pad", "Identity", "Dropout", "Expand",
    };

    private static readonly HashSet<string> Fuses = new(StringComparer.Ordinal) { "Conv", "ConvTranspose", "Gemm", "MatMul", "Add", "Sub", "Sum", "Mul", "Div", "BatchNormalization", "Mean" };

    private static readonly HashSet<string> Functions = new(StringComparer.Ordinal) { "Relu", "Clip", "LeakyRelu", "PRelu", "Sigmoid", "HardSigmoid", "Tanh", "Elu", "Selu", "Softplus", "Mish", "Gelu" };

    private readonly ModelProto _model;
    private readonly Dictionary<string, FuzzTensor> _real;
    private readonly HashSet<string> _live;
    private readonly ILookup<string, NodeProto> _readers;
    private readonly Dictionary<string, (double Min, double Max)> _ranges = new(StringComparer.Ordinal);
    private readonly int _weightBits, _activationBits;
    private readonly bool _perChannel;

    private SchemeSimulation(ModelProto model, Dictionary<string, FuzzTensor> real, long batch, int weightBits, int activationBits, bool perChannel)
    {
        (_model, _real, _weightBits, _activationBits, _perChannel) = (model, real, weightBits, activationBits, perChannel);
        _readers = model.Graph.Node.SelectMany(n => n.Input.Distinct().Select(i => (i, n))).ToLookup(p => p.i, p => p.n, StringComparer.Ordinal);
        _live = Live(batch);
        Ranges();
    }

    /// <summary>Real logits, simulated logits and what lies between them.</summary>
    /// <param name="model">The graph as it was made.</param>
    /// <param name="input">The images, which are calibrated on and measured.</param>
    /// <param name="shape">Their shape.</param>
    /// <param name="weightBits">Bits of weights.</param>
    /// <param name="activationBits">Bits of activations; the image has 8.</param>
    /// <param name="perChannel">A scale for each output channel of a convolution or a matrix.</param>
    /// <param name="pixels">Range of the image.</param>
    public static (double[] Real, double[] Quantized, double Decibels) Run(
        ModelProto model, double[] input, long[] shape, int weightBits, int activationBits, bool perChannel, (double Min, double Max) pixels)
    {
        // Nobody rounds for the sake of what no output depends on.
        model = FuzzShrink.Pruned(model);
        var real = DoubleInterpreter.Run(model, input, shape);
        var simulation = new SchemeSimulation(model, real, shape[0], weightBits, activationBits, perChannel);
        double[] image = [.. input.Select(v => simulation.Image(v, pixels))];
        var output = model.Graph.Output[0].Name;
        var quantized = DoubleInterpreter.Run(model, image, shape, simulation.Store, simulation.Read)[output].Values;
        double signal = 0, noise = 0;
        for (var i = 0; i < quantized.Length; i++)
        {
            signal += real[output].Values[i] * real[output].Values[i];
            noise += Math.Pow(real[output].Values[i] - quantized[i], 2);
        }

        return (real[output].Values, quantized, noise > 0 ? 10 * Math.Log10(signal / noise) : 200);
    }

    // Joined with features the image has their grid.
    private double Image(double value, (double Min, double Max) pixels)
    {
        var name = DoubleInterpreter.InputOf(_model);
        var joined = _model.Graph.Node.Any(n => n.OpType == "Concat" && n.Input.Contains(name));
        return joined ? Rounded(value, (Math.Min(pixels.Min, _ranges[name].Min), Math.Max(pixels.Max, _ranges[name].Max)), _activationBits) : Rounded(value, pixels, 8);
    }

    private HashSet<string> Live(long batch)
    {
        var live = new HashSet<string>(StringComparer.Ordinal) { DoubleInterpreter.InputOf(_model) };
        foreach (var node in _model.Graph.Node.Where(n => n.OpType != "Shape" && n.Input.Any(live.Contains)))
            live.UnionWith(node.Output.Where(o => _real[o].IsReal && _real[o].Rank >= 2 && _real[o].Dims[0] == batch));
        return live;
    }

    private void Ranges()
    {
        foreach (var name in _live)
            _ranges[name] = (Math.Min(0, _real[name].Values.Min()), Math.Max(0, _real[name].Values.Max()));
        // A Concat and what it joins have one range, and so have those that only hand values on.
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var node in _model.Graph.Node)
            {
                List<string> group = node.OpType == "Concat" ? [.. node.Input, node.Output[0]] : Moves.Contains(node.OpType) ? [node.Input[0], .. node.Output] : [];
                group.RemoveAll(t => !_ranges.ContainsKey(t));
                if (group.Count == 0)
                    continue;
                var all = (group.Min(t => _ranges[t].Min), group.Max(t => _ranges[t].Max));
                foreach (var tensor in group.Where(t => _ranges[t] != all))
                    (_ranges[tensor], changed) = (all, true);
            }
        }
    }

    private double[] Store(NodeProto node, string tensor, double[] values)
    {
        if (!_live.Contains(tensor) || tensor == _model.Graph.Output[0].Name || IsFused(node))
            return values;
        var range = _ranges[tensor];
        return [.. values.Select(v => Rounded(v, range, _activationBits))];
    }

    private bool IsFused(NodeProto node) => Fuses.Contains(node.OpType) && !_model.Graph.Output.Any(o => o.Name == node.Output[0]) && _readers[node.Output[0]].ToList() is [var reader]
        && (Functions.Contains(reader.OpType) || (reader.OpType == "BatchNormalization" && node.OpType == "Conv")) && reader.Input[0] == node.Output[0];

    private FuzzTensor Read(NodeProto node, int index, FuzzTensor value)
    {
        if (node.OpType is not ("Conv" or "ConvTranspose" or "Gemm" or "MatMul") || index > 1 || _live.Contains(node.Input[index]) || !value.IsReal)
            return value;
        var axis = node.OpType switch
        {
            "Conv" => 0,
            "ConvTranspose" => node.Int("group", 1) == 1 ? 1 : -1,
            "Gemm" => node.Int("transB", 0) == 1 ? 0 : 1,
            _ => index == 1 && value.Dims.SkipLast(2).All(d => d == 1) ? value.Rank - 1 : -1,
        };
        var gains = Gains(node);
        var inner = axis < 0 ? 1 : FuzzTensor.Count(value.Dims[(axis + 1)..]);
        int Channel(int i) => axis < 0 ? 0 : (int)(i / inner % value.Dims[axis]);
        double[] scaled = [.. value.Values.Select((w, i) => w * (gains?[Channel(i)] ?? 1))];
        var limit = Math.Pow(2, _weightBits - 1) - 1;
        var greatest = scaled.Select((w, i) => (w, Channel: _perChannel ? Channel(i) : 0)).GroupBy(p => p.Channel).ToDictionary(p => p.Key, p => p.Max(q => Math.Abs(q.w)));
        return value with
        {
            Values = [.. scaled.Select((w, i) =>
            {
                var step = greatest[_perChannel ? Channel(i) : 0] / limit;
                var rounded = step > 0 ? Math.Round(w / step, MidpointRounding.ToEven) * step : w;
                return (gains?[Channel(i)] ?? 1) is var gain && gain != 0 ? rounded / gain : value.Values[i];
            })],
        };
    }

    // A BatchNormalization behind a convolution is folded into its weights before they are rounded.
    private double[]? Gains(NodeProto node)
    {
        if (node.OpType != "Conv" || _readers[node.Output[0]].ToList() is not [{ OpType: "BatchNormalization" } norm])
            return null;
        double epsilon = norm.Float("epsilon", 1e-5f);
        return [.. _real[norm.Input[1]].Values.Zip(_real[norm.Input[4]].Values, (g, v) => g / Math.Sqrt(v + epsilon))];
    }

    private static double Rounded(double value, (double Min, double Max) range, int bits)
    {
        var top = Math.Pow(2, bits) - 1;
        var step = (Math.Max(0, range.Max) - Math.Min(0, range.Min)) / top;
        if (!(step > 1e-30))
            return value;
        var zero = Math.Round(-Math.Min(0, range.Min) / step, MidpointRounding.ToEven);
        return (Math.Clamp(Math.Round(value / step, MidpointRounding.ToEven) + zero, 0, top) - zero) * step;
    }
}
