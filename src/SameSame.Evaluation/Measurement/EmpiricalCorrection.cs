using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using SameSame.Evaluation.Sessions;
using SameSame.Onnx.Graph;
using SameSame.Onnx.Qdq;
using SameSame.Onnx.Shapes;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Statistics;

namespace SameSame.Evaluation.Measurement;

/// <summary>
/// Empirical bias correction (Nagel et al., ICCV 2019, appendix D): layer by layer, <c>b += E[y_fp32] - E[y_q]</c> on the pre-activation, with what the cell's own
/// quantized network, corrected up to that layer, has at the layer's input. The means are over the same calibration images and all positions.
/// </summary>
public static class EmpiricalCorrection
{
    /// <summary>Calibration images the means are taken over, at most.</summary>
    public const int Images = 64;

    private const int Batch = 8;

    /// <summary>The images to take the means over: evenly spread over the calibration images, since lists are often sorted by class.</summary>
    /// <param name="calibration">All calibration images.</param>
    /// <param name="network">The network: one with a fixed batch gets whole batches, so that every row it computes is an image that counts.</param>
    public static ImageBatches Select(ImageBatches calibration, Network network)
    {
        var batch = Math.Max(1, FixedBatch(network.Folded));
        var count = Math.Max(batch, Math.Min(Images, calibration.Count) / batch * batch);
        int[] chosen = [.. Enumerable.Range(0, count).Select(n => (int)((long)n * Math.Max(count, calibration.Count) / count) % calibration.Count)];
        return calibration with { Indices = [.. chosen.Select(i => calibration.Indices[i])], Labels = [.. chosen.Select(i => calibration.Labels[i])] };
    }

    /// <summary>Statistics of the images that <see cref="Export"/> will use; the same for all cells of a model.</summary>
    public static ModelStatistics Reference(Network network, QuantizationPlan plan, ImageBatches images, SessionSettings settings, CancellationToken cancellation) =>
        CalibrationPass.Run(network, plan, images, Kept.Moments, settings, null, cancellation);

    /// <summary>Exports the network with corrected biases.</summary>
    /// <param name="network">The network.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="statistics">Calibration statistics, for the ranges.</param>
    /// <param name="reference">Statistics of <paramref name="images"/> alone, for the means.</param>
    /// <param name="factorization">The factors.</param>
    /// <param name="scheme">The scheme.</param>
    /// <param name="images">What <see cref="Select"/> chose.</param>
    /// <param name="cancellation">Stops between layers.</param>
    public static QdqExport Export(
        Network network, QuantizationPlan plan, ModelStatistics statistics, ModelStatistics reference, Factorization factorization, QuantizationScheme scheme, ImageBatches images,
        CancellationToken cancellation)
    {
        var export = QdqExporter.Export(network, plan, statistics, factorization, scheme, images.Input.PixelRange);
        var expected = export.Absorption is { } absorbed
            ? OutputMeans.Of(absorbed.Network, absorbed.Shift(reference), factorization)
            : OutputMeans.Of(network, reference, factorization);
        var shifts = new Dictionary<string, double[]>(StringComparer.Ordinal);
        var fixedBatch = FixedBatch(network.Folded);
        using var run = new SegmentedRun(export.Model, images, fixedBatch > 0 ? fixedBatch : Batch, cancellation);
        run.Run(
            [.. export.Model.Graph.Node.Where(n => export.Layers.TryGetValue(n, out var output) && expected.ContainsKey(output))],
            (node, values) => shifts[export.Layers[node]] = Shift(values, expected[export.Layers[node]]), cancellation);
        return QdqExporter.Export(network, plan, statistics, factorization, scheme, images.Input.PixelRange, shifts);
    }

    // 0 where the batch is open.
    private static int FixedBatch(OnnxGraph graph) => Math.Max(0, (int)(ShapeInference.Declared(graph.Inputs.Single())?.FirstOrDefault() ?? 0));

    // Measures the shift of each channel (axis 1) and takes it away, so that what follows sees the corrected layer.
    private static double[] Shift(IReadOnlyList<OrtValue> values, double[] expected)
    {
        var (sums, count) = (new double[expected.Length], 0L);
        foreach (var value in values)
        {
            var (rows, positions) = Layout(value, expected.Length);
            var data = value.GetTensorDataAsSpan<float>();
            for (var r = 0; r < rows; r++)
                sums[r % expected.Length] += TensorPrimitives.Sum(data.Slice(r * positions, positions));
            count += (long)rows / expected.Length * positions;
        }

        double[] shift = [.. sums.Select((s, c) => expected[c] - s / count)];
        foreach (var value in values)
        {
            var (rows, positions) = Layout(value, expected.Length);
            var data = value.GetTensorMutableDataAsSpan<float>();
            for (var r = 0; r < rows; r++)
                TensorPrimitives.Add(data.Slice(r * positions, positions), (float)shift[r % expected.Length], data.Slice(r * positions, positions));
        }

        return shift;
    }

    private static (int Rows, int Positions) Layout(OrtValue value, int channels)
    {
        var shape = value.GetTensorTypeAndShape().Shape;
        return ((int)shape[0] * channels, (int)shape.Skip(2).Aggregate(1L, (a, b) => a * b));
    }
}
