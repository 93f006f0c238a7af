using SameSame.Onnx.Graph;
using SameSame.Onnx.Shapes;

namespace SameSame.Onnx.Algebra;

/// <summary>The solved constraints of a network: which channels, across tensors, share one factor.</summary>
/// <param name="ClassCount">Number of channel classes; class 0 is pinned to 1.</param>
/// <param name="TensorClasses">The class of each channel of each activation that has a channel axis.</param>
/// <param name="Layers">Linear layers that take part, in graph order.</param>
/// <param name="PinReasons">Per tensor with pinned channels, the first reason found.</param>
/// <param name="Shapes">Inferred shapes.</param>
public sealed record ChannelAnalysis(
    int ClassCount,
    IReadOnlyDictionary<string, int[]> TensorClasses,
    IReadOnlyList<LinearLayer> Layers,
    IReadOnlyDictionary<string, string> PinReasons,
    TensorShapes Shapes)
{
    /// <summary>The classes of a layer's output channels.</summary>
    public int[] OutputClasses(LinearLayer layer) => TensorClasses.GetValueOrDefault(layer.Output) ?? new int[layer.Outputs];

    /// <summary>The classes of a layer's input channels.</summary>
    public int[] InputClasses(LinearLayer layer) => TensorClasses.GetValueOrDefault(layer.Input) ?? new int[layer.Inputs];
}
