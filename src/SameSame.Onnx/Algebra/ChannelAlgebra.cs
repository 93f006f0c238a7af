using SameSame.Onnx.Algebra.Rules;
using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;
using SameSame.Onnx.Shapes;

namespace SameSame.Onnx.Algebra;

/// <summary>
/// Finds the channels that must share a factor and rewrites a network for given factors. Each operator states its constraint once, as a
/// rule; union-find solves them all together, so no list of layer patterns is needed, and what no rule understands is pinned to 1.
/// </summary>
public static class ChannelAlgebra
{
    private static readonly Dictionary<string, IChannelRule> Rules =
        new IChannelRule[]
        {
            new LinearRule(), new BatchNormalizationRule(), new ChannelwiseRule(), new ClipRule(), new SameFactorRule(),
            new GateRule(), new ShapeRule(), new ConcatRule(), new ReshapeRule(), new TransposeRule(), new SliceRule(), new SplitRule(), new PadRule(), new ResizeRule(),
            new ReductionRule(), new NormalizationRule(),
        }
        .SelectMany(r => r.Operators.Select(o => (o, r))).ToDictionary(p => p.o, p => p.r, StringComparer.Ordinal);

    /// <summary>Operators that have a rule.</summary>
    public static IReadOnlyCollection<string> SupportedOperators => Rules.Keys;

    /// <summary>Solves the constraints of a normalized, folded graph.</summary>
    public static ChannelAnalysis Analyze(OnnxGraph graph)
    {
        var context = new ConstraintContext(graph, ShapeInference.Infer(graph));
        foreach (var input in graph.Inputs)
            context.SetPinned(input.Name, $"graph input '{input.Name}'");

        foreach (var node in graph.Nodes)
            Constrain(context, node);
        foreach (var output in graph.Outputs)
            context.Pin(output, $"graph output '{output}'");
        return Solve(context);
    }

    /// <summary>Rewrites a graph in place so that every activation <c>t</c> becomes <c>s_t * t</c> and the outputs stay what they were.</summary>
    /// <param name="graph">The graph that <paramref name="analysis"/> describes, or a clone of it.</param>
    /// <param name="analysis">Its channel classes.</param>
    /// <param name="factors">One positive factor a class; the pinned class 0 must have 1.</param>
    /// <exception cref="ArgumentException">The factors do not fit the analysis.</exception>
    public static void Apply(OnnxGraph graph, ChannelAnalysis analysis, double[] factors)
    {
        if (factors.Length != analysis.ClassCount || factors[0] != 1 || factors.Any(f => !(f > 0) || !double.IsFinite(f)))
            throw new ArgumentException($"{factors.Length} factors for {analysis.ClassCount} channel classes: each must be positive, the pinned one 1", nameof(factors));
        var context = new RewriteContext(graph, analysis, factors);
        foreach (var node in graph.Nodes.ToList())
        {
            // A node between factors of 1, every refused one among them, stays as it is.
            if (Rules.TryGetValue(node.OpType, out var rule) && node.Input.Concat(node.Output).Any(t => context.Of(t)?.Any(f => f != 1) == true))
                rule.Rewrite(context, node);
        }

        graph.RemoveUnusedInitializers();
    }

    private static void Constrain(ConstraintContext context, NodeProto node)
    {
        var standard = node.Domain is "" or "ai.onnx";
        if (!standard || !Rules.TryGetValue(node.OpType, out var rule))
            context.PinAround(node, $"{node.OpType} '{Name(node)}' is not scale-equivariant per channel");
        else if (rule.Constrain(context, node) is { } reason)
            context.PinAround(node, $"{node.OpType} '{Name(node)}': {reason}");
    }

    private static string Name(NodeProto node) => node.Name.Length > 0 ? node.Name : node.Output.FirstOrDefault() ?? "";

    private static ChannelAnalysis Solve(ConstraintContext context)
    {
        var reasons = new Dictionary<int, string>();
        foreach (var (variable, reason) in context.Pins)
            reasons.TryAdd(context.Sets.Find(variable), reason);
        var classes = new Dictionary<int, int>();
        var channels = new Dictionary<string, TensorChannels>(StringComparer.Ordinal);
        var pinned = new Dictionary<string, string>(context.Reasons, StringComparer.Ordinal);
        foreach (var (tensor, map) in context.Maps)
        {
            var roots = map.Variables.Select(context.Sets.Find).ToArray();
            int[] found = [.. roots.Select(root => reasons.ContainsKey(root) ? 0 : ClassOf(classes, root))];
            channels[tensor] = Spread(map.Dims, found, context.Shapes[tensor]);
            if (roots.Where(reasons.ContainsKey).Select(r => reasons[r]).FirstOrDefault() is { } reason)
                pinned.TryAdd(tensor, reason);
        }

        return new ChannelAnalysis(classes.Count + 1, channels, context.Layers, pinned, context.Shapes);
    }

    // Statistics are kept by channel where a tensor has a channel axis, although one factor serves them all.
    private static TensorChannels Spread(int[] dims, int[] classes, long[]? shape)
    {
        if (classes.Length != 1 || shape is not { Length: >= 2 } || shape[1] < 1)
            return new TensorChannels(dims, classes);
        int[] spread = [.. dims];
        spread[1] = (int)shape[1];
        return new TensorChannels(spread, [.. Enumerable.Repeat(classes[0], spread[1])]);
    }

    private static int ClassOf(Dictionary<int, int> classes, int root)
    {
        if (!classes.TryGetValue(root, out var index))
            classes[root] = index = classes.Count + 1;
        return index;
    }
}
