namespace SameSame.Evaluation.Sessions;

/// <summary>In which form a graph takes its image.</summary>
public enum PixelFeed
{
    /// <summary>Floats, normalized as the catalogue's <c>input</c> says.</summary>
    Normalized,

    /// <summary>Bytes as they lie in the pixel cache, for a graph with <see cref="Preprocessing.InputPrologue"/> in front.</summary>
    Packed,

    /// <summary>Bytes in the layout and channel order of the catalogue's <c>input</c>: the model has a uint8 input, and what follows it is its own preprocessing.</summary>
    Own,
}
