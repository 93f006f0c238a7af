using SameSame.Onnx.Graph;
using SameSame.Onnx.Shapes;

namespace SameSame.Onnx.Algebra;

/// <summary>The solved constraints of a network: which channels, across tensors, share one factor.</summary>
/// <param name="ClassCount">Number of channel classes; class 0 is pinned to 1.</param>
/// <param name="Channels">The channels of each activation whose shape is known, and their classes.</param>
/// <param name="Layers">Linear layers that take part, in graph order.</param>
/// <param name="PinReasons">Per tensor with pinned channels, the first reason found.</param>
/// <param name="Shapes">Inferred shapes.</param>
public sealed record ChannelAnalysis(
    int ClassCount,
    IReadOnlyDictionary<string, TensorChannels> Channels,
    IReadOnlyList<LinearLayer> Layers,
    IReadOnlyDictionary<string, string> PinReasons,
    TensorShapes Shapes)
{
    /// <summary>The classes of a layer's output channels.</summary>
    public int[] OutputClasses(LinearLayer layer) => Classes(layer.Output, layer.Outputs);

    /// <summary>The classes of a layer's input channels.</summary>
    public int[] InputClasses(LinearLayer layer) => Classes(layer.Input, layer.Inputs);

    // A tensor that is pinned as a whole lists its channels by its own habit; for the layer they are simply all pinned.
    private int[] Classes(string tensor, int count) =>
        Channels.TryGetValue(tensor, out var channels) && channels.Classes.Length == count ? channels.Classes : new int[count];
}

/// <summary>The channels of a tensor: the elements that can have factors of their own.</summary>
/// <param name="Dims">One entry an axis: its size where a channel's index depends on it, else 1. <c>[1, C, 1, 1]</c> for a feature map.</param>
/// <param name="Classes">The class of each channel, row-major over <paramref name="Dims"/>; 0 is pinned.</param>
public sealed record TensorChannels(int[] Dims, int[] Classes);
