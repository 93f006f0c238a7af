using SameSame.Onnx.Algebra;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;
using SameSame.Quantization.BiasCorrection;
using SameSame.Quantization.Statistics;

namespace SameSame.Onnx.Absorption;

/// <summary>Rewrites a copy of a folded graph, activation by activation.</summary>
internal sealed class BiasAbsorber
{
    private readonly Network _network;
    private readonly OnnxGraph _graph;
    private readonly AbsorptionReaders _readers;
    private readonly Dictionary<string, NodeProto> _producers;
    private readonly Dictionary<string, double[]> _tensors = new(StringComparer.Ordinal);
    private readonly List<(string Layer, int Taps, double[] Inputs)> _inputs = [];
    private readonly Dictionary<string, int> _skipped = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TensorChannels> _channels;

    public BiasAbsorber(Network network)
    {
        (_network, _graph) = (network, network.Folded.Clone());
        (_readers, _producers) = (new AbsorptionReaders(_graph, network.Analysis.Shapes), _graph.Producers());
        _channels = new Dictionary<string, TensorChannels>(network.Analysis.Channels, StringComparer.Ordinal);
    }

    public BiasAbsorption Absorb(ModelStatistics statistics)
    {
        foreach (var node in _graph.Nodes.ToList())
        {
            if (IsReluLike(node) && statistics.Tensors.GetValueOrDefault(node.Output[0]) is { } seen && HighBias.Amounts(seen) is var amounts && amounts.Any(a => a > 0))
                Absorb(node, amounts);
        }

        var nodes = _graph.Producers();
        var layers = _network.Analysis.Layers.Select(l => LinearLayer.Of(_graph, nodes[l.Output])!).ToList();
        return new BiasAbsorption(_network.With(_graph, _network.Analysis with { Layers = layers, Channels = _channels }), _tensors, _inputs, _skipped);
    }

    // f(z - c) = f(z) - c for z >= c >= 0, the upper bound of a Clip moved along.
    private bool IsReluLike(NodeProto node) => node.OpType switch
    {
        "Relu" or "LeakyRelu" or "PRelu" => true,
        "Clip" => ClipBounds.Read(_graph, node) is { Low: 0 },
        _ => false,
    };

    private void Absorb(NodeProto activation, double[] amounts)
    {
        var (readers, obstacle) = _readers.Of(activation.Output[0]);
        var front = _producers.TryGetValue(activation.Input[0], out var producer) ? LinearLayer.Of(_graph, producer) : null;
        if (front is not { CanHaveBias: true } || front.Outputs != amounts.Length || _graph.UseCount(front.Output) != 1)
            obstacle ??= "no layer of its own in front";
        if (readers.Any(r => r.Layer.Inputs != amounts.Length * r.Repeat))
            obstacle ??= "channels in another order";
        if (obstacle is not null)
        {
            _skipped[obstacle] = _skipped.GetValueOrDefault(obstacle) + amounts.Count(a => a > 0);
            return;
        }

        front!.WriteBias(_graph, front.ReadBias(_graph).Zip(amounts, (b, c) => b - c));
        LowerBound(activation, front, amounts);
        foreach (var reader in readers)
            Return(reader.Layer, reader.Spread(amounts));
        _tensors[activation.Output[0]] = amounts;
    }

    // What the shifted activation lacks comes back as a constant: the layer of the constant.
    private void Return(LinearLayer layer, double[] inputs)
    {
        var (weights, bias) = (layer.ReadWeights(_graph), layer.ReadBias(_graph));
        for (var o = 0; o < layer.Outputs; o++)
        {
            var first = o / (layer.Outputs / layer.Groups) * layer.InputsPerGroup;
            for (var n = 0; n < layer.InputsPerGroup * layer.Taps; n++)
                bias[o] += weights[o * layer.InputsPerGroup * layer.Taps + n] * inputs[first + n / layer.Taps];
        }

        layer.WriteBias(_graph, bias);
        _inputs.Add((layer.Output, layer.Taps, inputs));
    }

    // clip(z, 0, h) - c = min(relu(z - c), h - c): the form that factors give a Clip, too.
    private void LowerBound(NodeProto activation, LinearLayer front, double[] amounts)
    {
        if (activation.OpType != "Clip" || ClipBounds.Read(_graph, activation) is not { High: < float.PositiveInfinity and var high })
            return;
        var output = activation.Output[0];
        var (lower, bound) = (_graph.UniqueName($"{output}.lower"), _graph.UniqueName($"{output}.upper_bound"));
        long[] dims = [1, amounts.Length, .. Enumerable.Repeat(1L, front.Node.OpType == "Gemm" ? 0 : front.Dims.Length - 2)];
        _graph.SetInitializer(TensorData.Floats(bound, dims, [.. amounts.Select(c => (float)(high - c))]));
        var at = _graph.Nodes.IndexOf(activation);
        _graph.Nodes[at] = NodeAttributes.Create("Relu", [activation.Input[0]], lower);
        _graph.Nodes.Insert(at + 1, NodeAttributes.Create("Min", [lower, bound], output));
        if (_channels.TryGetValue(output, out var channels))
            _channels[lower] = channels;
    }
}
