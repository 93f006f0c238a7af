namespace SameSame.Evaluation.Preprocessing;

/// <summary>Turns cached bytes into a model's float input.</summary>
public sealed class PixelNormalizer
{
    private readonly InputSpec _input;
    private readonly float[][] _table;

    /// <summary>A normalizer for one input specification; a table holds the 256 results of each channel.</summary>
    public PixelNormalizer(InputSpec input)
    {
        _input = input;
        _table = [.. Enumerable.Range(0, input.Channels).Select(c =>
            Enumerable.Range(0, 256).Select(p => (float)((p / input.Scale - input.Mean[c]) / input.Std[c])).ToArray())];
    }

    /// <summary>Shape of a batch.</summary>
    public long[] Shape(int batch) => _input.Layout == "nchw"
        ? [batch, _input.Channels, _input.Height, _input.Width]
        : [batch, _input.Height, _input.Width, _input.Channels];

    /// <summary>Writes one image.</summary>
    public void Write(ReadOnlySpan<byte> pixels, Span<float> tensor)
    {
        var channels = _input.Channels;
        var positions = pixels.Length / channels;
        for (var c = 0; c < channels; c++)
        {
            var table = _table[c];
            var source = _input.Order == "bgr" ? channels - 1 - c : c;
            var (start, step) = _input.Layout == "nchw" ? (c * positions, 1) : (c, channels);
            for (int p = 0, at = start; p < positions; p++, at += step)
                tensor[at] = table[pixels[p * channels + source]];
        }
    }
}
