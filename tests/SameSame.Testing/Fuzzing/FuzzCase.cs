using System.Globalization;
using SameSame.Evaluation.Preprocessing;
using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;
using SameSame.Quantization.Schemes;

namespace SameSame.Testing.Fuzzing;

/// <summary>One graph through all stages of a cell at every width, compared with the plain simulation of each scheme.</summary>
public static class FuzzCase
{
    /// <summary>How many dB a cell may be behind the simulation, which rounds in other places.</summary>
    public const double ToleranceDb = 8;

    /// <summary>The same at fewer than 6 bits, where a tensor has 15 steps and half a step more or less at its end is decibels.</summary>
    public const double CoarseToleranceDb = 12;

    // Beyond it float32 kernels and doubles differ by as much as 16 bits do.
    private const double GreatestDb = 70;

    private const int Images = 6;
    private static readonly InputSpec Input = new() { Height = FuzzGraph.Size, Width = FuzzGraph.Size, Mean = [0.45, 0.45, 0.45], Std = [0.25, 0.25, 0.25] };
    private static readonly string[] Widths = ["8/8", "6/6", "4/4", "8/16", "16/16"];

    /// <summary>What is wrong with a graph, a line each; empty where nothing is.</summary>
    /// <param name="model">The graph.</param>
    /// <param name="cache">Where pixels are cached.</param>
    public static IReadOnlyList<string> Violations(ModelProto model, TemporaryFolder cache)
    {
        var found = new List<string>();
        try
        {
            var images = MadeImages.Batches(cache, Input, Images, 1);
            var lab = new CellLab(Network.Prepare(model, "fuzz"), images, images);
            var drift = lab.Drift(lab.Factors("none", new QuantizationScheme(new BitWidths(8, 8))));
            if (!(drift <= 1e-4))
                found.Add(string.Create(CultureInfo.InvariantCulture, $"reading and folding drift by {drift:e1}"));
            double[] pixels = [];
            images.ForEach(Images, CancellationToken.None, (_, _, tensor, _) => pixels = [.. tensor.Select(v => (double)v)]);
            foreach (var bits in Widths)
            {
                foreach (var granularity in GranularityNames.All)
                    Compare(model, lab, pixels, bits, granularity, found);
            }
        }
        catch (Exception e)
        {
            found.Add($"{e.GetType().Name}: {e.Message}");
        }

        return found;
    }

    private static void Compare(ModelProto model, CellLab lab, double[] pixels, string bits, string granularity, List<string> found)
    {
        var width = BitWidths.Parse(bits);
        var figures = lab.Measure(lab.Quantize(bits, granularity));
        var (_, _, simulated) = SchemeSimulation.Run(
            model, pixels, [Images, 3, FuzzGraph.Size, FuzzGraph.Size], width.Weights, width.Activations, granularity == "per-channel", (Input.PixelRange.Min, Input.PixelRange.Max));
        // Logits of nothing but zeros have no ratio.
        if (double.IsNaN(figures.Decibels))
            return;
        if (!(figures.Decibels >= Math.Min(simulated, GreatestDb) - (width.Activations < 6 ? CoarseToleranceDb : ToleranceDb)))
            found.Add(string.Create(CultureInfo.InvariantCulture, $"{bits} {granularity}: {figures.Decibels:0.0} dB where the simulation has {simulated:0.0} and {figures.Gate.PredictedDb:0.0} were predicted"));
        if (figures.Gate.Implausible)
            found.Add(string.Create(CultureInfo.InvariantCulture, $"{bits} {granularity}: {figures.Gate.MeasuredDb:0.0} dB where {figures.Gate.PredictedDb:0.0} were predicted"));
    }
}
