using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Reading;

/// <summary>
/// Puts the bodies of a model's functions where they are called, as PyTorch's exporter writes whole layers as functions:
/// nothing here looks inside a call.
/// </summary>
public sealed class FunctionInliner
{
    private readonly ModelProto _model;
    private readonly GraphNames _names;
    private readonly Dictionary<(string Domain, string Name, string Overload), FunctionProto> _functions = [];

    private FunctionInliner(ModelProto model)
    {
        (_model, _names) = (model, new GraphNames(model.Graph));
        foreach (var function in model.Functions)
            _functions.TryAdd((Domain(function.Domain), function.Name, function.Overload), function);
    }

    /// <summary>Replaces every call, in the graphs inside nodes too, and removes the functions.</summary>
    /// <exception cref="OnnxFormatException">A function calls itself, or needs another operator set than the model.</exception>
    public static void Inline(ModelProto model)
    {
        if (model.Functions.Count == 0)
            return;
        new FunctionInliner(model).Inline(model.Graph, []);
        model.Functions.Clear();
    }

    private void Inline(GraphProto graph, IReadOnlyList<FunctionProto> callers)
    {
        List<NodeProto> nodes = [.. graph.Node.SelectMany(n => Expand(n, callers))];
        graph.Node.Clear();
        graph.Node.AddRange(nodes);
    }

    private IEnumerable<NodeProto> Expand(NodeProto node, IReadOnlyList<FunctionProto> callers)
    {
        if (Called(node) is not { } function)
        {
            foreach (var inner in Subgraphs.Of(node))
                Inline(inner, callers);
            return [node];
        }

        if (callers.Any(c => ReferenceEquals(c, function)))
            throw new OnnxFormatException(
                $"function {function.Name} of domain '{function.Domain}' calls itself ({NodeText.Of(node)}); export the "
                + "model without recursion");
        Require(function);
        return FunctionBody.Of(node, function, _names).SelectMany(n => Expand(n, [.. callers, function])).ToList();
    }

    private FunctionProto? Called(NodeProto node) =>
        _functions.GetValueOrDefault((Domain(node.Domain), node.OpType, node.Overload));

    // Whatever the body's own operators come from has to be of the version that the model has.
    private void Require(FunctionProto function)
    {
        foreach (var domain in function.Node.SelectMany(Operators).Where(n => Called(n) is null).Select(n => Domain(n.Domain))
            .Distinct(StringComparer.Ordinal))
        {
            if (function.OpsetImport.FirstOrDefault(o => Domain(o.Domain) == domain) is not { } needed)
                continue;
            var had = _model.OpsetImport.FirstOrDefault(o => Domain(o.Domain) == domain);
            if (had is null)
                _model.OpsetImport.Add(needed.Clone());
            else if (had.Version != needed.Version)
                throw new OnnxFormatException(
                    $"function {function.Name} of domain '{function.Domain}' is written in version {needed.Version} of domain "
                    + $"'{domain}' and the model in {had.Version}; export both with one operator set");
        }
    }

    private static IEnumerable<NodeProto> Operators(NodeProto node) =>
        Subgraphs.Of(node).SelectMany(g => g.Node).SelectMany(Operators).Prepend(node);

    private static string Domain(string domain) => domain == "ai.onnx" ? "" : domain;
}
