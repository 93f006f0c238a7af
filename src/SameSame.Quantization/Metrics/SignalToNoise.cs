namespace SameSame.Quantization.Metrics;

/// <summary>Signal to quantization noise over all images and logits, <c>10 log10(sum F^2 / sum (F - Q)^2)</c>. Sums add up across shards.</summary>
/// <param name="Signal"><c>sum F^2</c>.</param>
/// <param name="Noise"><c>sum (F - Q)^2</c>.</param>
public readonly record struct SignalToNoise(double Signal, double Noise)
{
    /// <summary>What <see cref="Decibels"/> reports at most: beyond it float32 logits cannot tell.</summary>
    public const double Ceiling = 200;

    /// <summary>The ratio in decibels, at most <see cref="Ceiling"/>; not a number where there was no signal.</summary>
    public double Decibels => Signal <= 0 ? double.NaN : Noise <= 0 ? Ceiling : Math.Min(Ceiling, 10 * Math.Log10(Signal / Noise));

    /// <summary>The sums over one more run of values.</summary>
    public SignalToNoise Add(ReadOnlySpan<float> reference, ReadOnlySpan<float> quantized)
    {
        double signal = 0, noise = 0;
        for (var i = 0; i < reference.Length; i++)
        {
            double f = reference[i], d = f - quantized[i];
            signal += f * f;
            noise += d * d;
        }

        return new SignalToNoise(Signal + signal, Noise + noise);
    }

    /// <summary>Both sums together.</summary>
    public static SignalToNoise operator +(SignalToNoise a, SignalToNoise b) => new(a.Signal + b.Signal, a.Noise + b.Noise);
}
