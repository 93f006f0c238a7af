using SameSame.Evaluation.Preprocessing;

namespace SameSame.Evaluation.Datasets;

/// <summary>A fixed, ordered set of labelled images. A new layout implements this and is named in <see cref="ImageSources"/>.</summary>
public interface IImageSource
{
    /// <summary>How many images there are.</summary>
    int Count { get; }

    /// <summary>Class index of an image, in the dataset's own order.</summary>
    int Label(int index);

    /// <summary>What errors call an image: its file.</summary>
    string Describe(int index);

    /// <summary>The files that hold the images, each once, in a fixed order: the dataset's identity is their content.</summary>
    IReadOnlyList<string> Files { get; }

    /// <summary>Decodes, resizes and crops one image to row-major <c>[height, width, channels]</c> bytes, RGB or gray. Safe to call in parallel.</summary>
    /// <exception cref="BadImageException">The image does not decode, or is smaller than the crop.</exception>
    void Decode(int index, InputSpec input, Span<byte> pixels);
}
