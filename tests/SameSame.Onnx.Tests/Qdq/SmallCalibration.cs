using SameSame.Evaluation.Measurement;
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
        var tensors = plan.MeasuredTensors.ToDictionary(t => t, t =>
        {
            var (dims, data) = values[t];
            int[] channels = network.Analysis.Channels.GetValueOrDefault(t)?.Dims ?? [.. dims.Select((d, a) => a == 1 ? (int)d : 1)];
            var accumulator = new TensorAccumulator<ChannelAccumulator>(dims, channels, (size, positions) => new ChannelAccumulator(size, positions, Kept.Moments));
            accumulator.Add(dims, data, (int)dims[0]);
            return accumulator.Channels.Statistics();
        }, StringComparer.Ordinal);
        return new ModelStatistics((int)shape[0], tensors, new Dictionary<string, double[]>());
    }
}
