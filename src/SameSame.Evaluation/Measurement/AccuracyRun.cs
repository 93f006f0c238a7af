using SameSame.Evaluation.Sessions;
using SameSame.Onnx;
using SameSame.Quantization.Metrics;

namespace SameSame.Evaluation.Measurement;

/// <summary>What one network did on a set of images.</summary>
/// <param name="Correct">Which images it got right.</param>
/// <param name="Top5Correct">How many had their class among the five greatest logits.</param>
/// <param name="Agreeing">How many had the reference's top class; 0 without a reference.</param>
/// <param name="Noise">Logit signal to noise against the reference; zero without one.</param>
/// <param name="Logits">All logits, <c>[images, classes]</c>, where they were asked for.</param>
/// <param name="Classes">Number of logits an image.</param>
/// <param name="Seconds">Time spent in inference and preprocessing.</param>
public sealed record AccuracyResult(ImageBitset Correct, int Top5Correct, int Agreeing, SignalToNoise Noise, float[]? Logits, int Classes, double Seconds)
{
    /// <summary>Top-1 in percent.</summary>
    public double Top1 => 100.0 * Correct.SetCount / Correct.Count;

    /// <summary>Top-5 in percent.</summary>
    public double Top5 => 100.0 * Top5Correct / Correct.Count;

    /// <summary>Top-1 agreement with the reference in percent.</summary>
    public double Agreement => 100.0 * Agreeing / Correct.Count;
}

/// <summary>Runs a network over images and counts.</summary>
public static class AccuracyRun
{
    /// <summary>Images in one call of the session where the graph takes any number.</summary>
    public const int Batch = 16;

    /// <summary>Measures <paramref name="model"/>.</summary>
    /// <param name="model">An open session whose first output is N x classes.</param>
    /// <param name="images">The images.</param>
    /// <param name="reference">FP32 logits of the same images, or null.</param>
    /// <param name="keepLogits">Whether the result carries all logits.</param>
    /// <param name="progress">Called with the number of images done.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="OnnxFormatException">The output is not N x classes, or has fewer classes than the labels.</exception>
    public static AccuracyResult Measure(
        OrtModel model, ImageBatches images, float[]? reference, bool keepLogits, Action<int>? progress, CancellationToken cancellation)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var correct = new ImageBitset(images.Count);
        int top5 = 0, agreeing = 0, classes = 0;
        var noise = default(SignalToNoise);
        float[]? logits = null;
        images.ForEach(model.FixedBatch ?? Batch, cancellation, (first, count, tensor, shape) =>
        {
            // A graph with a fixed batch always gets a full one; rows beyond the last image are left over from before and not read.
            if (model.FixedBatch is { } fixedBatch)
                shape[0] = fixedBatch;
            model.Run(tensor, shape, (output, dims, values) =>
            {
                if (output != 0)
                    return;
                classes = Classes(dims, shape[0], values.Length);
                if (keepLogits)
                    values[..(count * classes)].CopyTo((logits ??= new float[images.Count * classes]).AsSpan(first * classes));
                for (var i = 0; i < count; i++)
                {
                    var row = values.Slice(i * classes, classes);
                    var label = images.Labels[first + i];
                    if (label >= classes)
                        throw new OnnxFormatException($"class {label} of the dataset is not among the model's {classes} outputs; check labels.offset");
                    correct[first + i] = TopK.ArgMax(row) == label;
                    top5 += TopK.Contains(row, label, 5) ? 1 : 0;
                    if (reference is not null)
                    {
                        var expected = reference.AsSpan((first + i) * classes, classes);
                        agreeing += TopK.ArgMax(expected) == TopK.ArgMax(row) ? 1 : 0;
                        noise = noise.Add(expected, row);
                    }
                }
            });
            progress?.Invoke(first + count);
        });
        return new AccuracyResult(correct, top5, agreeing, noise, logits, classes, watch.Elapsed.TotalSeconds);
    }

    // N x classes, also as [N, classes, 1, 1].
    private static int Classes(long[] dims, long batch, int length)
    {
        if (dims.Length < 2 || dims[0] != batch || dims.Skip(2).Any(d => d != 1) || dims[1] < 2 || dims[1] * batch != length)
            throw new OnnxFormatException($"the model's output has shape [{string.Join(',', dims)}]: N x classes was expected");
        return (int)dims[1];
    }
}
