namespace SameSame.Quantization.Schemes;

/// <summary>A closed interval of real values.</summary>
/// <param name="Min">Lower end.</param>
/// <param name="Max">Upper end, at least <paramref name="Min"/>.</param>
public readonly record struct ValueRange(double Min, double Max)
{
    /// <summary>The range that holds nothing; the neutral element of <see cref="Union"/>.</summary>
    public static ValueRange Empty { get; } = new(double.PositiveInfinity, double.NegativeInfinity);

    /// <summary>True where no value has been seen.</summary>
    public bool IsEmpty => Min > Max;

    /// <summary>The smallest range that holds both.</summary>
    public ValueRange Union(ValueRange other) => new(Math.Min(Min, other.Min), Math.Max(Max, other.Max));

    /// <summary>The same range, widened to include 0, as zero padding and ReLU need.</summary>
    public ValueRange IncludingZero => IsEmpty ? new(0, 0) : new(Math.Min(Min, 0), Math.Max(Max, 0));

    /// <summary>Both ends; a record's own text would name <see cref="IncludingZero"/>, and its own, for ever.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Min:g6} .. {Max:g6}");

    /// <summary>The range of <c>factor * x</c> for a positive factor.</summary>
    public ValueRange Scale(double factor) => new(Min * factor, Max * factor);
}
