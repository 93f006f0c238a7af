using SameSame.Evaluation.Measurement;
using SameSame.Evaluation.Sessions;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Qdq.Prediction;
using SameSame.Onnx.Schema;
using SameSame.Quantization.Metrics;

namespace SameSame.Evaluation.Plausibility;

/// <summary>The error of one stored activation, as SQNR in dB against the rewritten real network; from the image to the logits it piles up.</summary>
/// <param name="Layer">The node that computes it.</param>
/// <param name="Operator">Its operator.</param>
/// <param name="Tensor">The activation; the logits last.</param>
/// <param name="PredictedDb">What rounding and clipping explain.</param>
/// <param name="MeasuredDb">What the quantized graph has there.</param>
/// <param name="WeightsDb">With rounded weights alone.</param>
/// <param name="RoundingDb">With rounded activations alone.</param>
/// <param name="ClippingDb">With activations cut off at their calibrated ranges alone.</param>
/// <param name="BiasesDb">With the biases of the file alone.</param>
public sealed record LayerError(
    string Layer, string Operator, string Tensor, double PredictedDb, double MeasuredDb, double WeightsDb, double RoundingDb, double ClippingDb, double BiasesDb)
{
    /// <summary>True where the quantized graph has lost more than the prediction by more than the tolerance for one layer.</summary>
    public bool Exceeds => MeasuredDb < PredictedDb - LayerErrors.ToleranceDb;
}

/// <summary>Layer by layer, what a cell was predicted to lose and what it lost, from runs with the activations as outputs.</summary>
public static class LayerErrors
{
    /// <summary>Half of what a whole cell may lose beyond its prediction.</summary>
    public const double ToleranceDb = GateFigures.ToleranceDb / 2;

    private static readonly ErrorSources[] Sources =
        [ErrorSources.Predicted, ErrorSources.Weights, ErrorSources.Rounding, ErrorSources.Clipping, ErrorSources.Biases];

    /// <summary>The table, in graph order.</summary>
    public static IReadOnlyList<LayerError> Of(QuantizedCell cell, ImageBatches images, SessionSettings settings)
    {
        settings = settings with { Accelerator = null, CountNodes = false, Optimize = false, Threads = 1 };
        var logits = LogitsOutput.Of(cell.Network.Folded).Tensor;
        List<string> tensors = [.. cell.Plan.Points.Where(p => p.Measured && p.Tensor != cell.Plan.Input).Select(p => p.Tensor), logits];
        List<ModelProto> models = [cell.Rounded(ErrorSources.None).Model, cell.Export.Model, .. Sources.Select(s => cell.Rounded(s).Model)];
        // Splicing a bound away may take a name with it.
        foreach (var model in models)
        {
            var present = model.Graph.Node.SelectMany(n => n.Output).ToHashSet(StringComparer.Ordinal);
            tensors.RemoveAll(t => !present.Contains(t));
        }

        var sums = tensors.Select(_ => new SignalToNoise[models.Count - 1]).ToList();
        var sessions = models.Select(m => new OrtModel(OnnxFile.ToBytes(WithOutputs(m, tensors)), settings, cell.Network.Name)).ToList();
        try
        {
            images.For(sessions[0].Feed).ForEach(sessions[0].FixedBatch ?? 1, CancellationToken.None, (_, count, tensor, shape) =>
            {
                shape[0] = sessions[0].FixedBatch ?? shape[0];
                var real = Values(sessions[0], tensor, shape);
                for (var m = 1; m < sessions.Count; m++)
                {
                    var actual = Values(sessions[m], tensor, shape);
                    for (var t = 0; t < tensors.Count; t++)
                        sums[t][m - 1] = sums[t][m - 1].Add(real[tensors[t]], actual[tensors[t]]);
                }
            });
        }
        finally
        {
            sessions.ForEach(s => s.Dispose());
        }

        var producers = cell.Network.Folded.Producers();
        return [.. tensors.Select((t, n) => Row(producers[t], t, [.. sums[n].Select(s => s.Decibels)]))];
    }

    /// <summary>The first layer where the error exceeds the prediction; null where none does.</summary>
    public static LayerError? First(IReadOnlyList<LayerError> table) => table.FirstOrDefault(l => l.Exceeds);

    private static LayerError Row(NodeProto node, string tensor, double[] decibels) => new(
        node.Name.Length > 0 ? node.Name : node.Output[0], node.OpType, tensor, decibels[1], decibels[0], decibels[2], decibels[3], decibels[4], decibels[5]);

    private static Dictionary<string, float[]> Values(OrtModel session, float[] tensor, long[] shape)
    {
        var values = new Dictionary<string, float[]>(StringComparer.Ordinal);
        session.Run(tensor, shape, (output, _, data) => values[session.Outputs[output]] = data.ToArray());
        return values;
    }

    private static ModelProto WithOutputs(ModelProto model, IEnumerable<string> tensors)
    {
        var copy = model.Clone();
        copy.Graph.Output.Clear();
        copy.Graph.Output.AddRange(tensors.Select(t => new ValueInfoProto
        {
            Name = t, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)OnnxDataType.Float } },
        }));
        return copy;
    }
}
