using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Graph;

/// <summary>Typed access to a node's attributes.</summary>
public static class NodeAttributes
{
    private const int FloatType = 1, IntType = 2, IntsType = 7, StringType = 3;

    /// <summary>The attribute of that name, or null.</summary>
    public static AttributeProto? Find(this NodeProto node, string name) => node.Attribute.FirstOrDefault(a => a.Name == name);

    /// <summary>An integer attribute.</summary>
    public static long Int(this NodeProto node, string name, long missing) => node.Find(name)?.I ?? missing;

    /// <summary>A float attribute.</summary>
    public static float Float(this NodeProto node, string name, float missing) => node.Find(name)?.F ?? missing;

    /// <summary>A list of integers, or null where the attribute is missing.</summary>
    public static long[]? Ints(this NodeProto node, string name) => node.Find(name) is { } a ? [.. a.Ints] : null;

    /// <summary>A text attribute.</summary>
    public static string Text(this NodeProto node, string name, string missing) => node.Find(name)?.S.ToStringUtf8() ?? missing;

    /// <summary>The name of input <paramref name="index"/>, or null where it is not given.</summary>
    public static string? InputOrNull(this NodeProto node, int index) =>
        index < node.Input.Count && node.Input[index].Length > 0 ? node.Input[index] : null;

    /// <summary>A node of the default domain, named after its output and operator.</summary>
    public static NodeProto Create(string op, IEnumerable<string> inputs, string output, params AttributeProto[] attributes)
    {
        var node = new NodeProto { OpType = op, Name = $"{output}/{op}" };
        node.Input.AddRange(inputs);
        node.Output.Add(output);
        node.Attribute.AddRange(attributes);
        return node;
    }

    /// <summary>An integer attribute's record.</summary>
    public static AttributeProto Attribute(string name, long value) => new() { Name = name, I = value, Type = IntType };

    /// <summary>A float attribute's record.</summary>
    public static AttributeProto Attribute(string name, float value) => new() { Name = name, F = value, Type = FloatType };

    /// <summary>A text attribute's record.</summary>
    public static AttributeProto Attribute(string name, string value) =>
        new() { Name = name, S = Google.Protobuf.ByteString.CopyFromUtf8(value), Type = StringType };

    /// <summary>An integer list's record.</summary>
    public static AttributeProto Attribute(string name, params long[] values)
    {
        var attribute = new AttributeProto { Name = name, Type = IntsType };
        attribute.Ints.AddRange(values);
        return attribute;
    }
}
