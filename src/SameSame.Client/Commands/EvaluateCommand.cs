using System.CommandLine;
using System.Globalization;
using SameSame.Client.Files;
using SameSame.Client.Models;
using SameSame.Client.Parsing;
using SameSame.Evaluation.Datasets;
using SameSame.Evaluation.Measurement;
using SameSame.Evaluation.Sessions;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Reporting;

namespace SameSame.Client.Commands;

/// <summary><c>samesame evaluate MODEL</c>: top-1 and top-5 of one FP32 or QDQ file, against another file where one is named.</summary>
internal static class EvaluateCommand
{
    public static Command Create(ClientConsole console)
    {
        var model = new ModelOptions();
        var images = new Option<int?>("--images") { Description = "This many images of a fixed permutation; all by default." }
            .Must(Check.Positive);
        var reference = new Option<string?>("--reference") { Description =
            "Another model, usually the FP32 one: adds agreement and logit SQNR; its catalogue entry counts for both." };
        var json = new Option<string?>("--json") { Description = "Write the figures to this file." }.Must(Check.CanBeWritten);
        var skip = new Option<bool>("--skip-bad-images") { Description = "Leave out images that do not decode." };
        var command = new Command("evaluate", "Measure one model file on a dataset.") { images, reference, json, skip };
        model.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var context = model.Open(parsed);
            var original = parsed.GetValue(reference) is { } other ? model.Open(parsed, other) : null;
            if (original is not null)
                context = context.ComparedWith(original);
            var entry = context.RequireEntry();
            var settings = new SessionSettings(Environment.ProcessorCount);
            using var session = new OrtModel(OnnxFile.ToBytes(MeasuredForm.Of(context.Model)), settings, context.Path);
            using var set = OpenImageSet.Evaluation(context.RequireDataset(), entry, model.Cache(parsed), Environment.ProcessorCount, parsed.GetValue(skip), cancellation);
            var batches = set.Select(parsed.GetValue(images), entry.Labels.Offset);
            float[]? logits = null;
            if (original is not null)
            {
                using var expected = new OrtModel(OnnxFile.ToBytes(MeasuredForm.Of(original.Model)), settings, original.Path);
                logits = AccuracyRun.Measure(expected, batches, null, keepLogits: true, null, cancellation).Logits;
            }

            var result = AccuracyRun.Measure(session, batches, logits, keepLogits: false, null, cancellation);
            var text = string.Create(CultureInfo.InvariantCulture, $"{context.Path}: top-1 {result.Top1:0.00} %, top-5 {result.Top5:0.00} % on {batches.Count} images, {batches.Count / result.Seconds:0} images/s");
            if (logits is not null)
                text += string.Create(CultureInfo.InvariantCulture, $", agreement {result.Agreement:0.0} %, SQNR {result.Noise.Decibels:0.0} dB");
            await console.Output.WriteLineAsync(text).ConfigureAwait(false);
            if (parsed.GetValue(json) is { } target)
            {
                await OutputFile.WriteAsync(target, ResultJson.Of(new
                {
                    Model = context.Path,
                    Images = batches.Count,
                    result.Top1,
                    result.Top5,
                    Agreement = logits is null ? (double?)null : result.Agreement,
                    SqnrDb = logits is null ? (double?)null : result.Noise.Decibels,
                    Provider = OrtModel.CpuProvider,
                    OnnxRuntime = OrtModel.RuntimeVersion,
                    ImagesPerSecond = batches.Count / result.Seconds,
                }), cancellation).ConfigureAwait(false);
            }

            return ExitCodes.Done;
        });
        return command;
    }
}
