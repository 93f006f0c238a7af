using System.Globalization;

namespace SameSame.Quantization.Metrics;

/// <summary>What speaks against a baseline.</summary>
/// <param name="Text">One line with figures and what to check.</param>
/// <param name="Stops">Whether figures that rest on it would mean nothing.</param>
public sealed record BaselineFinding(string Text, bool Stops);

/// <summary>
/// Says of an FP32 run whether its labels, classes and preprocessing can be right. A network that guesses, or that would be right far more often with other labels,
/// loses nothing by quantization, so every method looks good on it.
/// </summary>
public static class BaselineJudge
{
    /// <summary>Fewer calibration images leave ranges to chance.</summary>
    public const int FewestCalibrationImages = 32;

    // Below it a good network may be wrong by chance.
    private const int FewestImages = 30;

    // One true baseline in a thousand would be taken for guessing, or for mislabelled at five standard deviations.
    private const double Guessing = 1e-3, Sigmas = 5;

    /// <summary>Everything that speaks against it; empty where nothing does.</summary>
    public static IReadOnlyList<BaselineFinding> Findings(LabelCounts counts)
    {
        var found = new List<BaselineFinding>();
        if (counts.Images < FewestImages || counts.Outputs < 2)
            return found;
        var top1 = Percent(counts.Correct, counts.Images);
        var (shifted, by) = counts.CorrectBelow > counts.CorrectAbove ? (counts.CorrectBelow, -1) : (counts.CorrectAbove, 1);
        // A renaming of classes may move some by one; a shift explains as much as any renaming, and needs no images to be learnt from.
        var renamed = counts.HeldOut == 0 ? 0 : (double)counts.HeldOutRenamed / counts.HeldOut;
        if (FarMore(shifted, counts.Correct) && shifted >= 0.8 * renamed * counts.Images)
        {
            found.Add(new($"labels look shifted by one: FP32 top-1 is {top1}, and {Percent(shifted, counts.Images)} with labels: {{ offset: {counts.Offset + by} }}", Stops: true));
        }
        else if (FarMore(counts.HeldOutRenamed, counts.HeldOutCorrect))
        {
            found.Add(new($"classes look shuffled: FP32 top-1 is {top1}, and {Percent(counts.HeldOutRenamed, counts.HeldOut)} on held-out images under another order of classes; check the dataset's classes", Stops: true));
        }

        if (found.Count == 0 && UpperTail(counts.Images, 1.0 / counts.Outputs, counts.Correct) > Guessing)
            found.Add(new($"FP32 top-1 is {top1} on {counts.Images} images, what guessing among {counts.Outputs} classes gives; check labels, classes and the model's input", Stops: true));
        if (2 * counts.Labels < counts.Outputs)
            found.Add(new($"the dataset has {counts.Labels} classes and the model {counts.Outputs} outputs; check the dataset's classes", Stops: false));
        if (counts.Outputs >= 5 && 2 * counts.MostAnswered > counts.Images && counts.MostAnswered > 3 * counts.MostLabelled)
            found.Add(new($"{Percent(counts.MostAnswered, counts.Images)} of the images are taken for one class, which {Percent(counts.MostLabelled, counts.Images)} at most are; check the model's input", Stops: false));
        return found;
    }

    /// <summary>What speaks against a calibration.</summary>
    /// <param name="images">Images that it ran over.</param>
    /// <param name="measured">How many of them are images of the evaluation.</param>
    public static IEnumerable<BaselineFinding> Calibration(int images, int measured)
    {
        if (images < FewestCalibrationImages)
            yield return new($"calibrated on {images} {(images == 1 ? "image" : "images")}: ranges need at least {FewestCalibrationImages}", Stops: false);
        if (measured > 0)
            yield return new($"{measured} of {images} calibration images are images of the evaluation: other images may lose more", Stops: false);
    }

    // Beyond what sampling explains of two counts over the same images, and by half at least.
    private static bool FarMore(int many, int few) => many >= 1.5 * few && many - few > Sigmas * Math.Sqrt(many + few);

    private static string Percent(int part, int whole) => string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / whole:0.00} %");

    // P(X >= count) of a binomial distribution, term by term from the least.
    private static double UpperTail(int trials, double share, int count)
    {
        var (log, below) = (trials * Math.Log(1 - share), 0.0);
        for (var k = 0; k < count; k++)
        {
            below += Math.Exp(log);
            log += Math.Log((double)(trials - k) / (k + 1)) + Math.Log(share / (1 - share));
        }

        return 1 - below;
    }
}
