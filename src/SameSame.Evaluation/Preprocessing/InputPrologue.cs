using System.Runtime.InteropServices;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Evaluation.Preprocessing;

/// <summary>
/// Lets a graph take pixels as they lie in the cache, <c>uint8 [N, height, width, channels]</c>, and normalize them itself: a quarter of the bytes go to the
/// device, and the arithmetic is that of <see cref="PixelNormalizer"/>, operator by operator.
/// </summary>
public static class InputPrologue
{
    /// <summary>Name of the new input.</summary>
    public const string Input = "samesame_pixels";

    /// <summary>A copy of <paramref name="model"/> with the prologue in front.</summary>
    /// <param name="model">A graph with one image input.</param>
    /// <param name="input">The model's preprocessing.</param>
    public static ModelProto Prepend(ModelProto model, InputSpec input)
    {
        var graph = new OnnxGraph(model.Clone());
        var old = graph.Inputs.Single();
        var pixels = new ValueInfoProto { Name = Input, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)OnnxDataType.UInt8, Shape = new TensorShapeProto() } } };
        pixels.Type.TensorType.Shape.Dim.Add(old.Type.TensorType.Shape.Dim[0].Clone());
        foreach (var side in new[] { input.Height, input.Width, input.Channels })
            pixels.Type.TensorType.Shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = side });

        var proto = graph.Model.Graph;
        proto.Input[proto.Input.IndexOf(old)] = pixels;
        var (nodes, tensor) = (new List<NodeProto>(), Input);
        Append("Cast", NodeAttributes.Attribute("to", (int)OnnxDataType.Float), null);
        if (input.Order == "bgr")
            Append("Gather", NodeAttributes.Attribute("axis", 3), TensorData.Create("samesame_order", [3], OnnxDataType.Int64, MemoryMarshal.AsBytes<long>([2, 1, 0])));
        Append("Mul", null, TensorData.Floats("samesame_gain", [input.Channels], PixelNormalizer.Gain(input)));
        Append("Add", null, TensorData.Floats("samesame_bias", [input.Channels], PixelNormalizer.Bias(input)));
        if (input.Layout == "nchw")
            Append("Transpose", NodeAttributes.Attribute("perm", 0, 3, 1, 2), null);
        nodes[^1].Output[0] = old.Name;
        for (var i = 0; i < nodes.Count; i++)
            proto.Node.Insert(i, nodes[i]);
        return graph.Model;

        void Append(string type, AttributeProto? attribute, TensorProto? constant)
        {
            var node = NodeAttributes.Create(type, constant is null ? [tensor] : [tensor, constant.Name], $"samesame_{type.ToLowerInvariant()}");
            if (attribute is not null)
                node.Attribute.Add(attribute);
            if (constant is not null)
                proto.Initializer.Add(constant);
            nodes.Add(node);
            tensor = node.Output[0];
        }
    }
}
