using System.Globalization;
using SameSame.Evaluation.Measurement;
using SameSame.Evaluation.Sessions;
using SameSame.Onnx;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Qdq.Checks;
using SameSame.Onnx.Qdq.Prediction;

namespace SameSame.Evaluation.Plausibility;

/// <summary>
/// What every cell has to pass, so that no wrong number is measured without a word: the file holds what was meant, the session computes what the file says, and the
/// logits have lost no more than rounding and clipping explain.
/// </summary>
public static class CellGate
{
    /// <summary>Images that a file is tried on before a user gets it, and that an explanation looks at: the first of a selection.</summary>
    public const int Images = 4;

    /// <summary>Images that the session of a sweep's cell is checked on. A wrong layer shows on the first; the second is for one that only some pixels reach.</summary>
    public const int SessionImages = 2;

    /// <summary>Images of the prediction, which every cell of a sweep makes. Both sides run on the same image, and of 36 real cells none fell 3 dB below; 12 dB mark one.</summary>
    public const int PredictedImages = 1;

    // Optimized and unoptimized sessions differ by single codes on the edge between two, which grows through a deep network to the size of the rounding noise itself.
    private const double FaithfulMarginDb = 6;

    // Where the file itself is this close to the real network, what float32 kernels differ by is no longer small beside it.
    private const double GreatestDb = 60;

    /// <summary>The first images of a selection.</summary>
    public static ImageBatches Choose(ImageBatches images, int count = Images) =>
        images with { Indices = images.Indices[..Math.Min(count, images.Count)], Labels = images.Labels[..Math.Min(count, images.Count)] };

    /// <summary>Checks the file alone; no image is needed.</summary>
    /// <exception cref="OnnxFormatException">The first violation, with layer or tensor and figure.</exception>
    public static void CheckFile(QuantizedCell cell) => ExportCheck.Verify(cell.Export, cell.Plan, cell.Scheme, cell.Ranges);

    /// <summary>Compares the session that is about to measure with the file without optimizations.</summary>
    /// <remarks>Needed once for each <see cref="GraphSkeleton"/> on a device: which passes run does not depend on the
    /// values. What a pass does with a value is left to the file's check, which allows no real bias, and to the prediction.</remarks>
    /// <param name="cell">The cell.</param>
    /// <param name="session">The session that will measure it.</param>
    /// <param name="images">What <see cref="Choose"/> chose.</param>
    /// <param name="reference">Real logits, of these images at least.</param>
    /// <param name="settings">Those of the session; what is made here runs on one thread of the CPU.</param>
    /// <exception cref="OnnxFormatException">The optimizer changed what the file computes.</exception>
    public static void CheckSession(QuantizedCell cell, OrtModel session, ImageBatches images, float[] reference, SessionSettings settings)
    {
        var measured = LogitError.Logits(session, images);
        var expected = reference[..measured.Length];
        var plain = Run(cell.Export.Model, images, settings with { Accelerator = null, CountNodes = false, Optimize = false }, cell.Network.Name);
        var unoptimized = LogitError.Decibels(expected, plain);
        if (LogitError.Decibels(plain, measured) < Math.Min(unoptimized, GreatestDb) - FaithfulMarginDb)
        {
            throw new OnnxFormatException(string.Create(CultureInfo.InvariantCulture,
                $"{cell.Network.Name}: ONNX Runtime's optimizations change the quantized graph: its logits are at {LogitError.Decibels(expected, measured):0.0} dB with them and at {unoptimized:0.0} dB without"));
        }
    }

    /// <summary>Compares what was measured with the prediction.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="measured">Its logits of the images.</param>
    /// <param name="images">The images to compare on.</param>
    /// <param name="reference">Real logits, of these images at least.</param>
    /// <param name="settings">Those of the session; what is made here runs on one thread of the CPU.</param>
    public static GateFigures Predict(QuantizedCell cell, float[] measured, ImageBatches images, float[] reference, SessionSettings settings)
    {
        var expected = reference[..measured.Length];
        // Without the optimizer: so few images do not earn back what it takes, and it has no say in what is expected.
        var predicted = Run(cell.Rounded(ErrorSources.Predicted).Model, images, settings with { Accelerator = null, CountNodes = false, Optimize = false }, cell.Network.Name);
        return new GateFigures(LogitError.Decibels(expected, predicted), LogitError.Decibels(expected, measured));
    }

    private static float[] Run(Onnx.Schema.ModelProto model, ImageBatches images, SessionSettings settings, string name)
    {
        // One thread: sums of floats depend on how many share them, and the figure is recorded with the cell.
        using var session = new OrtModel(OnnxFile.ToBytes(MeasuredForm.Of(model)), settings with { Threads = 1 }, name);
        return LogitError.Logits(session, images);
    }
}
