namespace SameSame.Quantization.Schemes;

/// <summary>
/// Uniform asymmetric quantization of an activation tensor: <c>q = clamp(round(x / Scale) + ZeroPoint, 0, Top)</c>, half to even.
/// Codes are unsigned and live in an 8-bit container up to 8 bits, in a 16-bit one above.
/// </summary>
/// <param name="Scale">Real width of one step; positive and finite in float32.</param>
/// <param name="ZeroPoint">The code of real 0, in [0, Top].</param>
/// <param name="Bits">Number of bits, 2 to 16.</param>
public readonly record struct ActivationQuantizer(float Scale, int ZeroPoint, int Bits)
{
    // Steps are multiplied with those of weights, and both ends must stay normal float32 numbers.
    private const float LeastScale = 1e-30f, GreatestScale = 1e30f;

    /// <summary>The greatest code, <c>2^Bits - 1</c>.</summary>
    public int Top => (1 << Bits) - 1;

    /// <summary>The greatest code of the container, 255 or 65535.</summary>
    public int ContainerTop => Bits <= 8 ? byte.MaxValue : ushort.MaxValue;

    /// <summary>True where codes above <see cref="Top"/> fit the container and must be cut off by an operator of their own.</summary>
    public bool NeedsClip => Top < ContainerTop;

    /// <summary>The real value of code 0.</summary>
    public double Bottom => -ZeroPoint * (double)Scale;

    /// <summary>The real value of code <see cref="Top"/>.</summary>
    public double Ceiling => (Top - ZeroPoint) * (double)Scale;

    /// <summary>
    /// The quantizer whose grid covers <paramref name="range"/> widened to 0. Where nothing but zeros was seen, or what float32 can hardly tell from them, it covers 0 to 1: one grid is as good as another.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is not finite, or so wide that float32 has no such step.</exception>
    public static ActivationQuantizer Cover(ValueRange range, int bits)
    {
        var r = range.IncludingZero;
        var top = (1 << bits) - 1;
        var scale = (float)((r.Max - r.Min) / top);
        if (scale < LeastScale)
            return new ActivationQuantizer(1f / top, 0, bits);
        if (!(scale <= GreatestScale))
            throw new ArgumentOutOfRangeException(nameof(range), $"values from {r.Min:g3} to {r.Max:g3} have no step that float32 can compute with");
        var zeroPoint = (int)Math.Clamp(Math.Round(-r.Min / scale, MidpointRounding.ToEven), 0, top);
        return new ActivationQuantizer(scale, zeroPoint, bits);
    }

    /// <summary>The code of <paramref name="x"/>.</summary>
    public int Quantize(double x) => (int)Math.Clamp(Math.Round(x / Scale, MidpointRounding.ToEven) + ZeroPoint, 0, Top);

    /// <summary>The real value of a code.</summary>
    public double Dequantize(int code) => (code - ZeroPoint) * (double)Scale;
}
