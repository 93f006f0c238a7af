using SameSame.Onnx.Graph;
using SameSame.Onnx.Qdq;
using SameSame.Quantization.Statistics;
using SameSame.Testing;

namespace SameSame.Onnx.Tests.Qdq;

/// <summary>Calibration statistics of a small graph over one batch.</summary>
internal static class SmallCalibration
{
    public static ModelStatistics Run(Network network, QuantizationPlan plan, float[] input, long[] shape)
    {
        var values = OnnxRunner.RunAll(network.Folded.Model, plan.MeasuredTensors, input, shape);
        var tensors = plan.MeasuredTensors.ToDictionary(t => t, t => Statistics(values[t].Dims, values[t].Values), StringComparer.Ordinal);
        return new ModelStatistics((int)shape[0], tensors, new Dictionary<string, double[]>());
    }

    private static ChannelStatistics Statistics(long[] dims, float[] values)
    {
        var accumulator = new ChannelAccumulator((int)dims[1], (int)dims.Skip(2).Aggregate(1L, (a, b) => a * b));
        foreach (var image in values.Chunk(values.Length / (int)dims[0]))
            accumulator.Add(image);
        return accumulator.Statistics();
    }
}
