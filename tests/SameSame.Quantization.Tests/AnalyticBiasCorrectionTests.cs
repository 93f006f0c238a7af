using CsCheck;
using SameSame.Quantization.BiasCorrection;
using SameSame.Quantization.Schemes;

namespace SameSame.Quantization.Tests;

public class AnalyticBiasCorrectionTests
{
    [Fact]
    public void The_mean_output_of_the_rounded_layer_becomes_that_of_the_original() => Gen.Int[0, 100_000].Sample(seed =>
    {
        var random = new Random(seed);
        const int outputs = 4, perGroup = 3, taps = 2, groups = 2, samples = 20;
        float[] weights = [.. Enumerable.Range(0, outputs * perGroup * taps).Select(_ => (float)(random.NextDouble() * 2 - 1))];
        double[][] inputs = [.. Enumerable.Range(0, samples).Select(_ => Enumerable.Range(0, groups * perGroup * taps).Select(_ => random.NextDouble() * 3).ToArray())];
        double[] bias = [.. Enumerable.Range(0, outputs).Select(_ => random.NextDouble())];
        var scale = WeightQuantizer.Scales(weights, outputs, 3, Granularity.PerTensor);
        double[] rounded = [.. WeightQuantizer.Quantize(weights, outputs, scale, 3).Select(c => c * (double)scale[0])];

        var corrected = (double[])bias.Clone();
        double[][] stored = [.. inputs.Select(x => x.Select(v => Math.Floor(v * 2) / 2).ToArray())];
        double[] means = [.. Enumerable.Range(0, groups * perGroup * taps).Select(i => inputs.Average(x => x[i]))];
        double[] shifts = [.. means.Select((m, i) => stored.Average(x => x[i]) - m)];
        var weightsOnly = (double[])bias.Clone();
        AnalyticBiasCorrection.Correct(weightsOnly, weights, rounded, means, [], groups);
        AnalyticBiasCorrection.Correct(corrected, weights, rounded, means, shifts, groups);

        double[] real = [.. weights.Select(w => (double)w)];
        for (var o = 0; o < outputs; o++)
        {
            Assert.Equal(Mean(inputs, real, bias, o), Mean(inputs, rounded, weightsOnly, o), 1e-9);
            Assert.Equal(Mean(inputs, real, bias, o), Mean(stored, rounded, corrected, o), 1e-9);
        }

        // The outputs of one group see only that group's inputs.
        static double Mean(double[][] inputs, double[] w, double[] b, int o) => inputs.Average(x =>
        {
            var sum = b[o];
            for (var i = 0; i < perGroup * taps; i++)
                sum += w[o * perGroup * taps + i] * x[o / (outputs / groups) * perGroup * taps + i];
            return sum;
        });
    });
}
