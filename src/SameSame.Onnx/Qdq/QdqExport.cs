using SameSame.Onnx.Absorption;
using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Qdq;

/// <summary>A quantized network and what its making had to do.</summary>
/// <param name="Model">The QDQ graph; runs in ONNX Runtime as it is.</param>
/// <param name="ClampedTensors">Activations whose codes an operator of its own cuts off: fewer codes than the container has, or per-channel ReLU6 bounds.</param>
/// <param name="WidenedChannels">Channels whose weight scale was widened so that their bias fits int32.</param>
public sealed record QdqExport(ModelProto Model, int ClampedTensors, int WidenedChannels)
{
    /// <summary>The linear layers' nodes in the quantized graph, with the name of their output in the folded one.</summary>
    public required IReadOnlyDictionary<NodeProto, string> Layers { get; init; }

    /// <summary>What each layer was meant to hold, for <see cref="Checks.ExportCheck"/>.</summary>
    public required IReadOnlyList<Checks.IntendedLayer> Intended { get; init; }

    /// <summary>The rewritten network as it was before anything was quantized.</summary>
    public required OnnxGraph Rewritten { get; init; }

    /// <summary>Constants of products that are no layers of the channel algebra: the product's output, which operand, and the name of its dequantized values.</summary>
    public required IReadOnlyList<(string Output, int Operand, string Stored)> Operands { get; init; }

    /// <summary>Weights and layer inputs that stay in floating point.</summary>
    public required RealParts Real { get; init; }

    /// <summary>What was done about high biases; null where the scheme does not absorb them.</summary>
    public BiasAbsorption? Absorption { get; init; }

    /// <summary>What empirical correction added to the biases, by the layer's output in the folded graph; null where it did not run.</summary>
    public IReadOnlyDictionary<string, double[]>? BiasShifts { get; init; }
}
