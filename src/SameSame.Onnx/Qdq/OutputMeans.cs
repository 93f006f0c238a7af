using SameSame.Onnx.Graph;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Statistics;

namespace SameSame.Onnx.Qdq;

/// <summary>The mean output of each layer of the factorized FP32 network, from the means of its inputs: a linear layer's mean is the layer of the mean.</summary>
public static class OutputMeans
{
    /// <summary><c>E[y_o]</c> by the layer's output tensor, over images and positions; layers that cannot have a bias, or whose input was not measured, are left out.</summary>
    public static Dictionary<string, double[]> Of(Network network, ModelStatistics statistics, Factorization factorization)
    {
        var means = new Dictionary<string, double[]>(StringComparer.Ordinal);
        foreach (var layer in network.Analysis.Layers.Where(l => l.CanHaveBias && statistics.TapMeans.ContainsKey(l.Output)))
        {
            var (weights, output, factors) = (layer.ReadWeights(network.Folded), layer.ReadBias(network.Folded), network.Analysis.OutputClasses(layer));
            var (taps, row) = (statistics.TapMeans[layer.Output], layer.InputsPerGroup * layer.Taps);
            for (var o = 0; o < layer.Outputs; o++)
            {
                var first = o / (layer.Outputs / layer.Groups) * row;
                for (var i = 0; i < row; i++)
                    output[o] += weights[o * row + i] * taps[first + i];
                output[o] *= factorization.Factors[factors[o]];
            }

            means[layer.Output] = output;
        }

        return means;
    }
}
