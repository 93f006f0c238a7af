using System.Globalization;

namespace SameSame.Quantization.Schemes;

/// <summary>Weight and activation bits of a scheme, each 2 to 16; written <c>weights/activations</c>, as in <c>4/8</c>.</summary>
/// <param name="Weights">Bits of a stored weight.</param>
/// <param name="Activations">Bits of a stored activation.</param>
public readonly record struct BitWidths(int Weights, int Activations)
{
    /// <summary>The fewest bits a symmetric grid can have and still hold -1, 0 and 1.</summary>
    public const int Minimum = 2;

    /// <summary>The widest integer container that ONNX's QuantizeLinear has.</summary>
    public const int Maximum = 16;

    /// <summary>Reads <c>weights/activations</c>.</summary>
    /// <exception cref="FormatException">The text is not two integers from 2 to 16 with a slash between; the message says what was expected.</exception>
    public static BitWidths Parse(string text)
    {
        var parts = (text ?? "").Split('/');
        if (parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var weights)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var activations)
            && weights is >= Minimum and <= Maximum && activations is >= Minimum and <= Maximum)
        {
            return new BitWidths(weights, activations);
        }

        throw new FormatException($"bits '{text}': expected weights/activations, each {Minimum} to {Maximum}, for example 8/8 or 4/8");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Weights}/{Activations}";
}
