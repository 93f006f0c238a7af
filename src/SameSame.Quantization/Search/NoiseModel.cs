using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;

namespace SameSame.Quantization.Search;

/// <summary>
/// What rounding adds to a network's logits, as a function of the factors, from weights and calibrated moments alone. Every quantizer of n steps over a range R adds
/// noise of <c>R^2 / (12 n^2)</c>; noise on a channel reaches the logits with the gain of the weights behind it, propagated backwards layer by layer:
/// <c>g_i = sum_o g_o |W[o,i]|^2</c>. In the factors this is a posynomial, so that <c>log N</c> is convex in <c>log c</c> and <see cref="NoiseMinimizer"/> finds its least value:
/// <c>N = sum_t max_i(c_i A_ti)^2 / (12 n_a^2) sum_i g_i / c_i^2 + sum_l max(|W| s_o / c_i)^2 / (12 n_w^2) sum_o g_o / s_o^2 sum_i E[x_i^2] c_i^2</c>.
/// </summary>
/// <remarks>
/// Derived here; the inner problem of one group is the geometric program of the design's analytic start. Activation functions count as transparent and noises as
/// independent, which is off by a common factor more than by channel. Where bias correction removes the mean, moments are taken about it.
/// </remarks>
public sealed class NoiseModel
{
    private readonly EqualizationProblem _problem;
    private readonly double _activationSteps, _weightSteps;
    private readonly bool _perChannel;
    private readonly double[][] _moments, _layerGains;
    private readonly double[] _gains;

    /// <summary>A model of <paramref name="problem"/> under <paramref name="scheme"/>.</summary>
    /// <exception cref="ArgumentException">The problem was built without energies and moments.</exception>
    public NoiseModel(EqualizationProblem problem, QuantizationScheme scheme)
    {
        if (problem.Layers.Any(l => l.Energies is null || l.InputMoments is null || l.InputVariances is null))
            throw new ArgumentException("the problem has no energies and moments", nameof(problem));
        _problem = problem;
        _perChannel = scheme.Granularity == Granularity.PerChannel;
        _activationSteps = 1 / (12 * Math.Pow(Math.Pow(2, scheme.Bits.Activations) - 1, 2));
        _weightSteps = 1 / (12 * Math.Pow(WeightQuantizer.Limit(scheme.Bits.Weights), 2));
        _moments = [.. problem.Layers.Select(l => scheme.BiasCorrection == "none" ? l.InputMoments! : l.InputVariances!)];
        _gains = new double[problem.ClassCount];
        _layerGains = new double[problem.Layers.Count][];
        for (var l = problem.Layers.Count - 1; l >= 0; l--)
            PropagateGains(l);
    }

    /// <summary>How much of a unit of noise on each class reaches the logits, relative to other classes.</summary>
    public IReadOnlyList<double> Gains => _gains;

    /// <summary>The noise at <paramref name="logFactors"/> and its derivatives.</summary>
    /// <param name="logFactors"><c>log c</c>, one a class.</param>
    /// <param name="sharpness">Maxima are taken as p-norms of this p, so that they have derivatives; greater is closer.</param>
    /// <param name="activationWeight">What a unit of activation noise counts beside one of weight noise.</param>
    /// <param name="gradient">Receives <c>dN / dlog c</c>.</param>
    public double Evaluate(double[] logFactors, double sharpness, double activationWeight, double[] gradient)
    {
        var factors = Array.ConvertAll(logFactors, Math.Exp);
        var layers = new LayerNoise[_problem.Layers.Count];
        // Each layer into arrays of its own, merged in order: the sum does not depend on who was first.
        Parallel.For(0, layers.Length, l => layers[l] = LayerNoise.Of(_problem.Layers[l], _moments[l], _layerGains[l], factors, sharpness, _weightSteps, _perChannel));
        Array.Clear(gradient);
        var total = 0.0;
        for (var l = 0; l < layers.Length; l++)
        {
            total += layers[l].Total;
            Scatter(gradient, _problem.Layers[l].InputClasses, layers[l].ByInput);
            Scatter(gradient, _problem.Layers[l].OutputClasses, layers[l].ByOutput);
        }

        foreach (var tensor in _problem.Tensors)
            total += Tensor(tensor, factors, sharpness, activationWeight, gradient);
        gradient[0] = 0;
        return total;
    }

    /// <summary>The noise that each layer's weights and each tensor's rounding add at <paramref name="factors"/>, layers and tensors in the problem's order.</summary>
    public (double[] Layers, double[] Tensors) Shares(double[] factors)
    {
        // Sharp enough to be the maximum itself.
        const double sharpness = 256;
        var unused = new double[factors.Length];
        return (
            [.. _problem.Layers.Select((l, n) => LayerNoise.Of(l, _moments[n], _layerGains[n], factors, sharpness, _weightSteps, _perChannel).Total)],
            [.. _problem.Tensors.Select(t => Tensor(t, factors, sharpness, 1, unused))]);
    }

    private static void Scatter(double[] gradient, int[] classes, double[] values)
    {
        for (var i = 0; i < classes.Length; i++)
            gradient[classes[i]] += values[i];
    }

    private double Tensor(EqualizationTensor tensor, double[] factors, double sharpness, double weight, double[] gradient)
    {
        var classes = tensor.Classes;
        var max = 0.0;
        for (var i = 0; i < classes.Length; i++)
            max = Math.Max(max, tensor.AbsMax[i] * factors[classes[i]]);
        if (!(max > 0))
            return 0;
        double norm = 0, gains = 0;
        var shares = new double[classes.Length];
        for (var i = 0; i < classes.Length; i++)
        {
            var c = factors[classes[i]];
            norm += shares[i] = Math.Pow(tensor.AbsMax[i] * c / max, sharpness);
            gains += Gain(classes[i]) / (c * c);
        }

        var noise = weight * _activationSteps * Math.Pow(max * Math.Pow(norm, 1 / sharpness), 2) * gains;
        for (var i = 0; i < classes.Length && gains > 0; i++)
        {
            var c = factors[classes[i]];
            gradient[classes[i]] += 2 * noise * (shares[i] / norm - Gain(classes[i]) / (c * c) / gains);
        }

        return noise;
    }

    // Pinned channels' gains are lumped together in class 0 and say nothing of one tensor.
    private double Gain(int channelClass) => channelClass == 0 ? 0 : _gains[channelClass];

    private void PropagateGains(int index)
    {
        var layer = _problem.Layers[index];
        _layerGains[index] = Array.ConvertAll(layer.OutputClasses, c => c == 0 ? 1 : _gains[c]);
        for (var o = 0; o < layer.OutputClasses.Length; o++)
        {
            for (var i = 0; i < layer.InputsPerGroup; i++)
                _gains[layer.InputClasses[layer.InputChannel(o, i)]] += _layerGains[index][o] * layer.Energies![o * layer.InputsPerGroup + i];
        }
    }
}
