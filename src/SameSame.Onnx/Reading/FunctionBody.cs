using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Reading;

/// <summary>A function's nodes as one call means them.</summary>
internal static class FunctionBody
{
    /// <summary>
    /// Copies of the nodes that read and make the call's tensors and take its attributes; all other tensors have new names.
    /// </summary>
    public static IReadOnlyList<NodeProto> Of(NodeProto call, FunctionProto function, GraphNames names)
    {
        // An input that the call omits is omitted inside as well.
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < function.Input.Count; i++)
            map[function.Input[i]] = call.InputOrNull(i) ?? "";
        var copies = new List<NodeProto>();
        for (var i = 0; i < Math.Min(function.Output.Count, call.Output.Count); i++)
        {
            var (inside, outside) = (function.Output[i], call.Output[i]);
            if (outside.Length > 0 && !map.TryAdd(inside, outside))
                copies.Add(Copy(call, map[inside], outside, names));
        }

        foreach (var local in function.Node.SelectMany(n => n.Output).Where(o => o.Length > 0 && !map.ContainsKey(o)).ToList())
            map[local] = names.Tensor(local);
        var nodes = new List<NodeProto>();
        foreach (var node in function.Node.Select(n => n.Clone()))
        {
            Resolve(node, call, function);
            Renaming.Apply(node, map, names);
            Name(node, NodeText.Name(call), names);
            nodes.Add(node);
        }

        return [.. nodes, .. copies];
    }

    // An output that is an input, or another output, under a second name.
    private static NodeProto Copy(NodeProto call, string from, string to, GraphNames names) => from.Length > 0
        ? names.Named(NodeAttributes.Create("Identity", [from], to))
        : throw new OnnxFormatException($"{NodeText.Of(call)}: output '{to}' is an input that the call omits; give the input");

    private static void Name(NodeProto node, string call, GraphNames names)
    {
        node.Name = names.Node($"{call}/{NodeText.Name(node)}");
        foreach (var inner in Subgraphs.Of(node).SelectMany(g => g.Node))
            Name(inner, call, names);
    }

    private static void Resolve(NodeProto node, NodeProto call, FunctionProto function)
    {
        foreach (var attribute in node.Attribute.Where(a => a.HasRefAttrName && a.RefAttrName.Length > 0).ToList())
        {
            var given = call.Find(attribute.RefAttrName)
                ?? function.AttributeProto.FirstOrDefault(a => a.Name == attribute.RefAttrName);
            var at = node.Attribute.IndexOf(attribute);
            node.Attribute.RemoveAt(at);
            if (given is null)
                continue;
            var value = given.Clone();
            value.Name = attribute.Name;
            node.Attribute.Insert(at, value);
        }

        foreach (var inner in Subgraphs.Of(node).SelectMany(g => g.Node))
            Resolve(inner, call, function);
    }
}
