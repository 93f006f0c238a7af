using System.Globalization;
using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Datasets;
using SameSame.Evaluation.Measurement;
using SameSame.Evaluation.Preprocessing;
using SameSame.Evaluation.Sessions;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Quantization.Metrics;

namespace SameSame.Client.Zoo;

/// <summary>
/// Runs a model on some images of its dataset under the usual preprocessings and label offsets, and says which does far better
/// than what the catalogue writes.
/// </summary>
internal sealed class PreprocessingProbe(ZooFile zoo, DatasetFile dataset, int? images, string cacheFolder)
{
    /// <summary>Images where nobody says how many.</summary>
    public const int DefaultImages = 200;

    // What those only hint at, so many decide, unless somebody said how many.
    private const int SecondLook = 1000;

    private readonly ImageSample _sample = new(dataset, images ?? DefaultImages, cacheFolder);

    /// <summary>Tries one model.</summary>
    /// <param name="model">Its entry.</param>
    /// <param name="guess">Whether the entry's preprocessing is a guess of ours.</param>
    /// <param name="cancellation">Stops between batches.</param>
    public ProbeResult Run(ZooModel model, bool guess, CancellationToken cancellation)
    {
        using var session = new OrtModel(OnnxFile.ToBytes(MeasuredForm.Of(OnnxFile.Load(zoo.FileOf(model)))),
            new SessionSettings(Environment.ProcessorCount), model.Name);
        var written = model.InputFor(dataset.Resize);
        // A graph that takes bytes normalizes by itself.
        var normalizations = session.Feed == PixelFeed.Normalized ? InputPresets.Normalizations(written)
            : [.. InputPresets.Normalizations(written).DistinctBy(v => v.Order)];
        var trials = normalizations.SelectMany(v => Try(_sample, session, model, written, v, cancellation)).ToList();
        if (dataset.Resize is null)
            trials.AddRange(InputPresets.Sizes(ProbeTrial.Best(trials).Input)
                .SelectMany(v => TrySize(session, model, written, v, cancellation)).ToList());
        var tried = trials.DistinctBy(t => t.Input.Canonical).Count();
        if (images is null && ProbeTrial.FarBetter(trials) is null && ProbeTrial.FarBetter(trials, suspect: true) is { } suspect)
        {
            var more = new ImageSample(dataset, SecondLook, cacheFolder);
            List<ProbeTrial> Again(ProbeTrial trial) =>
                [.. Try(more, session, model, written, trial.Input, cancellation).Where(t => t.Offset == trial.Offset)];
            trials = [.. Again(trials[0]), .. Again(suspect)];
        }

        return new ProbeResult(tried, trials[0].Correct.Count, ProbeTrial.FarBetter(trials, guess), trials[0]);
    }

    // Images that are smaller than the crop: no way to prepare them.
    private List<ProbeTrial> TrySize(OrtModel session, ZooModel model, InputSpec written, InputSpec variant,
        CancellationToken cancellation)
    {
        try
        {
            return Try(_sample, session, model, written, variant, cancellation);
        }
        catch (BadImageException)
        {
            return [];
        }
    }

    // The offset that is written first.
    private static List<ProbeTrial> Try(ImageSample sample, OrtModel session, ZooModel model, InputSpec written,
        InputSpec variant,
        CancellationToken cancellation)
    {
        var batches = sample.Open(variant, model.Labels.Offset, cancellation);
        using var cache = batches.Cache;
        var result = AccuracyRun.Measure(session, batches, null, keepLogits: true, null, cancellation);
        int[] answers = [.. Enumerable.Range(0, result.Images)
            .Select(i => TopK.ArgMax(result.Logits.AsSpan(i * result.Classes, result.Classes)))];
        int[] offsets = [.. new[] { model.Labels.Offset, 0, model.Labels.Offset - 1, model.Labels.Offset + 1 }.Distinct()];
        return [.. offsets.Select(offset => new ProbeTrial(variant, offset,
            Correct(answers, batches.Labels, offset - model.Labels.Offset), Changes(offset)))];

        IReadOnlyList<string> Changes(int offset) =>
            [.. InputText.Changes(written, variant), .. offset == model.Labels.Offset ? Array.Empty<string>()
                : [string.Create(CultureInfo.InvariantCulture, $"labels: {{ offset: {offset} }}")]];
    }

    private static ImageBitset Correct(int[] answers, int[] labels, int shift)
    {
        var correct = new ImageBitset(answers.Length);
        for (var i = 0; i < answers.Length; i++)
            correct[i] = answers[i] == labels[i] + shift;
        return correct;
    }
}
