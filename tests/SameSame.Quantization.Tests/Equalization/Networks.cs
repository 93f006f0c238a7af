using SameSame.Quantization.Equalization;

namespace SameSame.Quantization.Tests.Equalization;

/// <summary>Small problems: chains of fully connected layers, with or without calibrated activations.</summary>
internal static class Networks
{
    /// <summary>A chain of layers of the given widths; inner tensors are free, both ends are pinned.</summary>
    public static EqualizationProblem Chain(int seed, params int[] widths)
    {
        var random = new Random(seed);
        var next = 1;
        var classes = widths.Select((w, i) => i == 0 || i == widths.Length - 1 ? new int[w] : Enumerable.Range(0, w).Select(_ => next++).ToArray()).ToArray();
        var layers = widths.Skip(1).Select((w, i) => new EqualizationLayer($"layer{i}", classes[i + 1], classes[i], 1, Weights(random, w, widths[i]))).ToList();
        // Drawn from another generator, so that ranges are those of networks without moments.
        var moments = new Random(seed + 1);
        layers = [.. layers.Select(l => l with
        {
            Energies = [.. l.Magnitudes.Select(m => m * m)],
            InputMoments = [.. l.InputClasses.Select(_ => 0.1 + moments.NextDouble())],
            InputVariances = [.. l.InputClasses.Select(_ => 0.1)],
        })];
        var tensors = Enumerable.Range(1, widths.Length - 2)
            .Select(i => new EqualizationTensor($"t{i}", classes[i], [.. classes[i].Select(_ => 0.05 + 10 * random.NextDouble() * random.NextDouble())])).ToList();
        return new EqualizationProblem(next, tensors, layers);
    }

    /// <summary>A problem whose single group has these ranges.</summary>
    public static GroupProblem Group(int seed, int channels)
    {
        var random = new Random(seed);
        double[] Row() => [.. Enumerable.Range(0, channels).Select(_ => Math.Exp(4 * random.NextDouble() - 2))];
        double[] Outside(int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(2) == 0 ? 0 : Math.Exp(4 * random.NextDouble() - 2))];
        double[][] Rows(int count) => [.. Enumerable.Range(0, count).Select(_ => Row())];
        int tensors = 1 + random.Next(3), producers = 1 + random.Next(3), consumers = 1 + random.Next(3);
        return new GroupProblem(Rows(tensors), Outside(tensors), Rows(producers), Outside(producers), Rows(consumers), Outside(consumers));
    }

    private static float[] Weights(Random random, int outputs, int inputs) =>
        [.. Enumerable.Range(0, outputs * inputs).Select(_ => (float)(random.NextDouble() * Math.Exp(3 * random.NextDouble())))];
}
