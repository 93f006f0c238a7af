namespace SameSame.Evaluation.Measurement;

/// <summary>FP32 logits to compare with, read row after row; of several parts only the one in hand is in memory.</summary>
/// <param name="parts">Loads each part, float32 <c>[images, classes]</c>, in order.</param>
public sealed class ReferenceLogits(IReadOnlyList<Func<float[]>> parts)
{
    private float[] _part = [];
    private int _next, _first;

    /// <summary>Logits that are in memory already.</summary>
    public static ReferenceLogits Of(float[] logits) => new([() => logits]);

    /// <summary>The logits of an image; images are asked for in order.</summary>
    /// <param name="image">Position among the images that run.</param>
    /// <param name="classes">Logits an image.</param>
    /// <exception cref="InvalidDataException">There are fewer rows than images.</exception>
    public ReadOnlySpan<float> Row(int image, int classes)
    {
        while (image >= _first + _part.Length / classes)
        {
            if (_next == parts.Count)
                throw new InvalidDataException($"the FP32 logits end before image {image}");
            _first += _part.Length / classes;
            _part = parts[_next++]();
        }

        return _part.AsSpan((image - _first) * classes, classes);
    }
}
