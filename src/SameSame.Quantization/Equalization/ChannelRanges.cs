namespace SameSame.Quantization.Equalization;

/// <summary>
/// How well channels use the range of the layer or tensor they share a scale with, before and after a factorization: what the figures of Meller et al. (ICML
/// 2019) show. A channel that uses 1/2^k of the range has k bits fewer than the scheme pays for.
/// </summary>
public static class ChannelRanges
{
    /// <summary>The spread of every layer's output channels, then of every tensor's channels, both in graph order.</summary>
    /// <param name="problem">Ranges at factor 1.</param>
    /// <param name="factors">One positive factor a class; class 0 has 1.</param>
    /// <exception cref="ArgumentException">There is not one factor for each class.</exception>
    public static IReadOnlyList<ChannelSpread> Compare(EqualizationProblem problem, double[] factors)
    {
        if (factors.Length != problem.ClassCount)
            throw new ArgumentException($"{factors.Length} factors for {problem.ClassCount} channel classes; they belong to another network", nameof(factors));
        var ones = new double[factors.Length];
        Array.Fill(ones, 1.0);
        return
        [
            .. problem.Layers.Select(l => Spread(l.Name, ChannelKind.Weights, Ranges(l, ones), Ranges(l, factors))),
            .. problem.Tensors.Select(t => Spread(t.Name, ChannelKind.Activations, t.AbsMax, Ranges(t, factors))),
        ];
    }

    /// <summary>The greatest magnitude among the weights of each output channel of a layer under <paramref name="factors"/>.</summary>
    public static double[] Ranges(EqualizationLayer layer, double[] factors)
    {
        var inverse = Array.ConvertAll(layer.InputClasses, c => 1 / factors[c]);
        var ranges = new double[layer.OutputClasses.Length];
        for (var o = 0; o < ranges.Length; o++)
        {
            var row = layer.Magnitudes.AsSpan(o * layer.InputsPerGroup, layer.InputsPerGroup);
            ranges[o] = ScaledMaximum.Of(row, inverse.AsSpan(layer.InputChannel(o, 0), layer.InputsPerGroup)) * factors[layer.OutputClasses[o]];
        }

        return ranges;
    }

    /// <summary>The greatest calibrated magnitude of each channel of a tensor under <paramref name="factors"/>.</summary>
    public static double[] Ranges(EqualizationTensor tensor, double[] factors) => [.. tensor.AbsMax.Zip(tensor.Classes, (a, c) => a * factors[c])];

    private static ChannelSpread Spread(string name, ChannelKind kind, double[] before, double[] after)
    {
        // The same channels on both sides: a dead one that a method stretches has not become better used.
        var least = LiveChannels.Threshold * before.DefaultIfEmpty().Max();
        var live = Array.ConvertAll(before, r => r > 0 && r >= least);
        return new ChannelSpread(name, kind, before.Length, live.Count(l => l), Shares(before, live), Shares(after, live));
    }

    private static RangeQuantiles Shares(double[] ranges, bool[] live)
    {
        double[] counted = [.. ranges.Where((_, i) => live[i])];
        var greatest = counted.DefaultIfEmpty().Max();
        return RangeQuantiles.Of(Array.ConvertAll(counted, r => r / greatest));
    }
}
