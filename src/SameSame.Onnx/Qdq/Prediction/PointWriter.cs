using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;
using SameSame.Quantization.Schemes;

namespace SameSame.Onnx.Qdq.Prediction;

/// <summary>Inserts behind an activation what makes it look stored: Clip to its range, then divide by the step, round half to even and multiply.</summary>
internal sealed class PointWriter(OnnxGraph graph)
{
    private readonly HashSet<string> _names = graph.Names();
    private readonly Dictionary<string, NodeProto> _producers = graph.Producers();

    /// <summary>Inserts what is not null.</summary>
    /// <param name="tensor">The activation.</param>
    /// <param name="isInput">Whether it is the graph's input, whose readers have to read another tensor then.</param>
    /// <param name="step">The step to round to.</param>
    /// <param name="range">The range to cut off at.</param>
    public void Store(string tensor, bool isInput, float? step, ValueRange? range)
    {
        var nodes = new List<NodeProto>();
        var current = isInput ? tensor : Unique($"{tensor}.clean");
        var last = isInput ? Unique($"{tensor}.rounded") : tensor;
        if (range is { } r)
            Append("Clip", (float)r.Min, (float)r.Max);
        if (step is { } s)
        {
            Append("Mul", 1 / s);
            Append("Round");
            Append("Mul", s);
        }

        if (nodes.Count == 0)
            return;
        nodes[^1].Output[0] = last;
        var at = 0;
        if (isInput)
        {
            graph.Redirect(tensor, last);
        }
        else
        {
            var producer = _producers[tensor];
            producer.Output[producer.Output.IndexOf(tensor)] = nodes[0].Input[0];
            at = graph.Nodes.IndexOf(producer) + 1;
        }

        for (var n = 0; n < nodes.Count; n++)
            graph.Nodes.Insert(at + n, nodes[n]);

        void Append(string op, params float[] constants)
        {
            var output = Unique($"{tensor}.{op.ToLowerInvariant()}");
            nodes.Add(NodeAttributes.Create(op, [current, .. constants.Select(c => Scalar($"{output}.constant", c))], output));
            current = output;
        }
    }

    private string Scalar(string wish, float value)
    {
        var name = Unique(wish);
        graph.SetInitializer(TensorData.Floats(name, [], [value]));
        return name;
    }

    private string Unique(string wish)
    {
        var name = wish;
        for (var i = 2; !_names.Add(name); i++)
            name = $"{wish}.{i}";
        return name;
    }
}
