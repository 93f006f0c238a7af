using SameSame.Onnx.Graph;
using SameSame.Quantization.Schemes;

namespace SameSame.Onnx.Qdq.Checks;

/// <summary>
/// Checks a finished QDQ graph against what it was made from, before anything is measured on it: stored weights and biases are at most half a step from the intended
/// values, every planned activation is quantized, every scale is a usable number, and every grid covers what calibration saw. A violation is a defect of the export; a
/// figure measured on such a graph would be wrong without a word.
/// </summary>
public static class ExportCheck
{
    /// <summary>Checks <paramref name="export"/>.</summary>
    /// <param name="export">The finished export.</param>
    /// <param name="plan">The plan it was made by.</param>
    /// <param name="scheme">Its scheme.</param>
    /// <param name="ranges">By tensor, the range that its grid has to cover.</param>
    /// <exception cref="OnnxFormatException">The first violation: the layer or tensor, and the figure.</exception>
    public static void Verify(QdqExport export, QuantizationPlan plan, QuantizationScheme scheme, IReadOnlyDictionary<string, ValueRange> ranges)
    {
        var graph = new OnnxGraph(export.Model);
        StoredScales.Verify(graph);
        StoredEdges.Verify(graph, plan, scheme, ranges);
        var layers = new StoredLayers(graph, scheme);
        foreach (var layer in export.Intended)
            layers.Verify(layer);
    }

    /// <summary>The error of a violation.</summary>
    internal static OnnxFormatException Violation(string where, string what) => new($"the quantized graph does not hold what was meant: {where}: {what}");
}
