using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;
using SameSame.Onnx.Shapes;
using SameSame.Quantization.Schemes;

namespace SameSame.Onnx.Folding;

/// <summary>
/// Bounds that hold for every image, per channel (axis 1) of each tensor, by interval arithmetic from weights, biases and activations alone. The graph
/// input and whatever is not understood are unbounded. A channel whose bounds meet is provably constant.
/// </summary>
internal sealed class ChannelIntervals
{
    // Float kernels round; a sum that is less than this share of its terms away from an activation's corner proves nothing.
    private const double Margin = 1e-5;

    private static readonly ValueRange Anything = new(double.NegativeInfinity, double.PositiveInfinity);
    private readonly Dictionary<string, ValueRange[]> _bounds = new(StringComparer.Ordinal);

    private ChannelIntervals()
    {
    }

    /// <summary>The bounds of each channel, or null where nothing is known.</summary>
    public ValueRange[]? this[string tensor] => _bounds.GetValueOrDefault(tensor);

    /// <summary>Propagates bounds through a graph whose BatchNorm is folded.</summary>
    public static ChannelIntervals Of(OnnxGraph graph, TensorShapes shapes)
    {
        var intervals = new ChannelIntervals();
        foreach (var node in graph.Nodes.Where(n => n.Input.Count > 0 && n.Output.Count > 0))
        {
            if (intervals.Bounds(graph, shapes, node) is { } bounds)
                intervals._bounds[node.Output[0]] = bounds;
        }

        return intervals;
    }

    /// <summary>True where some window of a Conv or pool reaches into padding, so that an input channel is not the same everywhere.</summary>
    public static bool IsPadded(NodeProto node) =>
        node.Find("auto_pad")?.S.ToStringUtf8() is "SAME_UPPER" or "SAME_LOWER" || (node.Find("pads")?.Ints.Any(p => p != 0) ?? false);

    private ValueRange[]? Bounds(OnnxGraph graph, TensorShapes shapes, NodeProto node)
    {
        var input = this[node.Input[0]];
        switch (node.OpType)
        {
            case "Conv" or "Gemm" when LinearLayer.Of(graph, node) is { } layer:
                return Linear(graph, layer, input?.Length == layer.Inputs ? input : null);
            case "Relu":
                return Map(input ?? Unknown(shapes, node), r => new ValueRange(Math.Max(0, r.Min), Math.Max(0, r.Max)));
            case "Clip" when ClipBounds.Read(graph, node) is { } clip:
                return Map(input ?? Unknown(shapes, node), r => new ValueRange(Math.Clamp(r.Min, clip.Low, clip.High), Math.Clamp(r.Max, clip.Low, clip.High)));
            case "LeakyRelu" when node.Float("alpha", 0.01f) is >= 0 and var alpha:
                return Map(input, r => new ValueRange(Math.Max(r.Min, alpha * r.Min), Math.Max(r.Max, alpha * r.Max)));
            case "MaxPool" or "GlobalMaxPool" or "GlobalAveragePool" or "Identity" or "Dropout":
                return input;
            case "AveragePool":
                return IsPadded(node) ? Map(input, r => r.Union(new ValueRange(0, 0))) : input;
            case "Add" when node.Input.Count == 2 && input is not null && this[node.Input[1]] is { } other && other.Length == input.Length:
                return [.. input.Zip(other, (a, b) => new ValueRange(a.Min + b.Min, a.Max + b.Max))];
            case "Concat" when node.Int("axis", 0) == 1 && node.Input.All(i => this[i] is not null):
                return [.. node.Input.SelectMany(i => this[i]!)];
            case "Flatten" when input is not null && node.Int("axis", 1) == 1 && shapes[node.Input[0]] is { Length: > 1 } dims && dims[1..].All(d => d > 0) && dims[1] == input.Length:
                var positions = (int)dims[2..].Aggregate(1L, (a, b) => a * b);
                return [.. input.SelectMany(r => Enumerable.Repeat(r, positions))];
            default:
                return null;
        }
    }

    private static ValueRange[]? Unknown(TensorShapes shapes, NodeProto node) =>
        shapes[node.Input[0]] is { Length: > 1 } dims && dims[1] > 0 ? [.. Enumerable.Repeat(Anything, (int)dims[1])] : null;

    private static ValueRange[]? Map(ValueRange[]? bounds, Func<ValueRange, ValueRange> of) => bounds is null ? null : [.. bounds.Select(of)];

    private static ValueRange[] Linear(OnnxGraph graph, LinearLayer layer, ValueRange[]? inputs)
    {
        var weights = layer.ReadWeights(graph);
        var bias = layer.ReadBias(graph);
        var padded = IsPadded(layer.Node);
        var bounds = new ValueRange[layer.Outputs];
        for (var o = 0; o < bounds.Length; o++)
        {
            double low = bias[o], high = bias[o], lowTerms = Math.Abs(low), highTerms = lowTerms;
            for (var i = 0; i < layer.InputsPerGroup; i++)
            {
                var x = inputs?[o / (layer.Outputs / layer.Groups) * layer.InputsPerGroup + i] ?? Anything;
                x = padded ? x.Union(new ValueRange(0, 0)) : x;
                foreach (var w in weights.AsSpan((o * layer.InputsPerGroup + i) * layer.Taps, layer.Taps))
                {
                    if (w == 0 || x is { Min: 0, Max: 0 })
                        continue;
                    var (least, greatest) = (Math.Min(w * x.Min, w * x.Max), Math.Max(w * x.Min, w * x.Max));
                    (low, high) = (low + least, high + greatest);
                    (lowTerms, highTerms) = (lowTerms + Math.Abs(least), highTerms + Math.Abs(greatest));
                }
            }

            bounds[o] = low == high ? new ValueRange(low, high) : new ValueRange(low - Margin * lowTerms, high + Margin * highTerms);
        }

        return bounds;
    }
}
