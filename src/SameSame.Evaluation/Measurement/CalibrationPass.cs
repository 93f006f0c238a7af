using SameSame.Evaluation.Sessions;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Qdq;
using SameSame.Onnx.Schema;
using SameSame.Quantization.Statistics;

namespace SameSame.Evaluation.Measurement;

/// <summary>
/// The one FP32 pass per model from which every factorization, bit width and calibrator is derived: runs the folded graph with its quantized
/// tensors and layer inputs as extra outputs, and streams them into accumulators.
/// </summary>
public static class CalibrationPass
{
    // Every activation of an image is written, then read: what one image leaves may still be in the cache, what several leave is not.
    private const int Batch = 1;

    /// <summary>Collects statistics.</summary>
    /// <param name="network">The network.</param>
    /// <param name="plan">Its plan: which tensors count.</param>
    /// <param name="images">The images.</param>
    /// <param name="keep">What to keep of each tensor but the image, whose range is known: moments always.</param>
    /// <param name="settings">Device and threads.</param>
    /// <param name="progress">Told how many images are through.</param>
    /// <param name="cancellation">Stops between images.</param>
    public static ModelStatistics Run(
        Network network, QuantizationPlan plan, ImageBatches images, Kept keep, SessionSettings settings, Action<int>? progress, CancellationToken cancellation)
    {
        var layers = LinearLayer.All(network.Folded);
        var wanted = plan.MeasuredTensors.Concat(layers.Select(l => l.Input)).Where(t => t != plan.Input).Distinct().Order(StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
        var tensors = new Dictionary<string, TensorAccumulator<ChannelAccumulator>>(StringComparer.Ordinal);
        var inputs = new Dictionary<string, TensorAccumulator<RegionAccumulator>>(StringComparer.Ordinal);
        var measured = plan.MeasuredTensors.ToHashSet(StringComparer.Ordinal);
        var readers = layers.ToLookup(l => l.Input, StringComparer.Ordinal);
        using var model = new OrtModel(OnnxFile.ToBytes(WithOutputs(network.Folded, wanted)), settings, network.Name);
        images.For(model.Feed).ForEach(model.FixedBatch ?? Batch, cancellation, (first, count, tensor, shape) =>
        {
            if (model.FixedBatch is { } fixedBatch)
                shape[0] = fixedBatch;
            Accumulate(plan.Input, shape, tensor.AsSpan(0, (int)shape.Aggregate(1L, (a, b) => a * b)), count);
            model.Run(tensor, shape, (output, dims, values) =>
            {
                if (model.Outputs[output] is var name && wanted.Contains(name))
                    Accumulate(name, dims.Length < 2 ? [1, .. dims, .. Enumerable.Repeat(1L, 1 - dims.Length)] : dims, values, dims.Length < 2 ? 1 : count);
            });
            progress?.Invoke(first + count);
        });

        var taps = new Dictionary<string, double[]>(StringComparer.Ordinal);
        foreach (var layer in layers.Where(l => inputs.ContainsKey(l.Input)))
        {
            if (TapMeans.Compute(layer, inputs[layer.Input].Channels.Means(), inputs[layer.Input].Channels.Regions) is { } means)
                taps[layer.Output] = means;
        }

        return new ModelStatistics(images.Count, tensors.ToDictionary(t => t.Key, t => t.Value.Channels.Statistics(), StringComparer.Ordinal), taps);

        void Accumulate(string name, long[] dims, ReadOnlySpan<float> values, int count)
        {
            // A reader of a factor map finds it over the tensor's own axes.
            var channels = network.Analysis.Channels.GetValueOrDefault(name)?.Dims is { } known && known.Length == dims.Length ? known : null;
            // Tokens first, or heads joined with the batch: the whole tensor counts as one image.
            var joined = network.Analysis.Shapes[name] is { Length: > 0 } shape && shape[0] != -1 && shape[0] != model.FixedBatch;
            // Where no shape is known, the rows themselves tell.
            if (joined || dims[0] != (model.FixedBatch ?? count))
                (dims, channels, count) = ([1, .. dims], channels is null ? null : [1, .. channels], 1);
            if (measured.Contains(name) || name == plan.Input)
            {
                Add(tensors, name, dims, values, count, channels ?? Along(dims, 1), (size, positions) =>
                    new ChannelAccumulator(size, positions, name == plan.Input ? Kept.Moments : keep));
            }

            // A layer's own input channels, whatever axis the tensor's factors lie on.
            if (readers.Contains(name))
            {
                var last = readers[name].First().Node.OpType == "MatMul";
                Add(inputs, name, dims, values, count, Along(dims, last ? dims.Length - 1 : 1), (size, positions) =>
                    new RegionAccumulator(size, last ? PositionRegions.Whole(positions) : TapRegions.Of(readers[name], dims.AsSpan(2))));
            }
        }
    }

    private static void Add<T>(
        Dictionary<string, TensorAccumulator<T>> into, string name, long[] dims, ReadOnlySpan<float> values, int count, int[] channels, Func<int, int, T> create)
        where T : IChannelAccumulator
    {
        if (!into.TryGetValue(name, out var accumulator))
            into[name] = accumulator = new TensorAccumulator<T>(dims, channels, create);
        accumulator.Add(dims, values, count);
    }

    // One channel an index of the axis.
    private static int[] Along(long[] dims, int axis) => [.. dims.Select((d, a) => a == axis ? (int)d : 1)];

    private static ModelProto WithOutputs(OnnxGraph graph, IEnumerable<string> tensors)
    {
        var model = graph.Model.Clone();
        // The model's own outputs may be classes, which are integers.
        model.Graph.Output.Clear();
        foreach (var tensor in tensors)
        {
            var type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)OnnxDataType.Float } };
            model.Graph.Output.Add(new ValueInfoProto { Name = tensor, Type = type });
        }

        return model;
    }
}
