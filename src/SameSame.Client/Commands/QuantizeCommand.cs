using System.CommandLine;
using System.Globalization;
using SameSame.Client.Models;
using SameSame.Onnx.IO;
using SameSame.Onnx.Qdq;
using SameSame.Quantization.BiasCorrection;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Statistics;

namespace SameSame.Client.Commands;

/// <summary><c>samesame quantize MODEL -o FILE</c>: the QDQ network that a cell of the same settings measures.</summary>
internal static class QuantizeCommand
{
    public static Command Create(ClientConsole console)
    {
        var model = new ModelOptions();
        var output = new Option<string>("--output", "-o") { Description = "File to write.", Required = true };
        var bits = new Option<string>("--bits") { Description = "Weights/activations.", DefaultValueFactory = _ => "8/8" };
        var method = new Option<string>("--method") { Description = string.Join(", ", EqualizationMethods.All.Select(m => m.Name)), DefaultValueFactory = _ => "two-step" };
        var granularity = new Option<string>("--granularity") { Description = string.Join(", ", GranularityNames.All), DefaultValueFactory = _ => "per-tensor" };
        var calibrator = new Option<string>("--calibrator") { Description = string.Join(", ", Calibrators.All.Select(c => c.Name)), DefaultValueFactory = _ => "minmax" };
        var correction = new Option<string>("--bias-correction") { Description = string.Join(", ", BiasCorrections.All), DefaultValueFactory = _ => "none" };
        var calibration = new Option<int>("--calibration-images") { Description = "Calibration images.", DefaultValueFactory = _ => 256 };
        var skip = new Option<bool>("--skip-bad-images") { Description = "Leave out images that do not decode." };
        var command = new Command("quantize", "Write the quantized (QDQ) network, ready for ONNX Runtime.") { output, bits, method, granularity, calibrator, correction, calibration, skip };
        model.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var chosen = EqualizationMethods.Get(parsed.GetValue(method)!);
            var scheme = new QuantizationScheme(BitWidths.Parse(parsed.GetValue(bits)!), GranularityNames.Parse(parsed.GetValue(granularity)!),
                Calibrators.Get(parsed.GetValue(calibrator)!).Name, BiasCorrections.Check(parsed.GetValue(correction)!));
            var context = model.Open(parsed);
            var calibrated = Calibrated.Run(context, parsed.GetValue(calibration), model.Cache(parsed), parsed.GetValue(skip), cancellation);
            var (factorization, drift) = calibrated.Factorize(chosen);
            var export = QdqExporter.Export(calibrated.Network, calibrated.Plan, calibrated.Statistics, factorization, scheme, calibrated.Input.PixelRange);
            context.Embed(export.Model, [("method", chosen.Name), ("scheme", scheme.Canonical)]);
            OnnxFile.Save(export.Model, parsed.GetValue(output)!);
            console.Say(string.Create(CultureInfo.InvariantCulture,
                $"{parsed.GetValue(output)}: {scheme.Bits} {scheme.Granularity.Name()}, {chosen.Name}, FP32 drift {drift:0.0e+0}, {export.ClampedTensors} activations with a bound of their own"));
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }
}
