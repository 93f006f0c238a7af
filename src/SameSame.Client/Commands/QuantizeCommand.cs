using System.CommandLine;
using System.Globalization;
using SameSame.Client.Models;
using SameSame.Client.Parsing;
using SameSame.Evaluation.Plausibility;
using SameSame.Evaluation.Sessions;
using SameSame.Onnx.IO;
using SameSame.Quantization.Schemes;

namespace SameSame.Client.Commands;

/// <summary><c>samesame quantize MODEL -o FILE</c>: the QDQ network that a cell of the same settings measures.</summary>
internal static class QuantizeCommand
{
    public static Command Create(ClientConsole console)
    {
        var (model, factors) = (new ModelOptions(), new FactorOptions());
        var output = new Option<string>("--output", "-o") { Description = "File to write.", Required = true }
            .Must(Check.CanBeWritten);
        var command = new Command("quantize", "Write the quantized (QDQ) network, ready for ONNX Runtime.") { output };
        factors.AddTo(command);
        model.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var scheme = factors.Scheme(parsed);
            var context = model.Open(parsed);
            var (calibrated, factorization, drift) = await factors.ResolveAsync(parsed, model, context, cancellation).ConfigureAwait(false);
            var export = calibrated.Quantize(factorization, scheme, cancellation);
            var gate = calibrated.Gate(export, factorization, scheme);
            context.Embed(export.Model, [("method", factorization.Method), ("scheme", scheme.Canonical), ("onnxruntime", OrtModel.RuntimeVersion)]);
            OnnxFile.Save(export.Model, parsed.GetValue(output)!);
            if (export.Absorption is { } absorption)
            {
                drift = Math.Max(drift, calibrated.AbsorbedDrift(absorption, factorization));
                console.Say(EqualizeCommand.Describe(absorption));
            }

            console.Say(string.Create(CultureInfo.InvariantCulture,
                $"{parsed.GetValue(output)}: {scheme.Bits} {scheme.Granularity.Name()}, {factorization.Method}{EqualizeCommand.From(factorization.Origin)}, FP32 drift {drift:0.0e+0}, {export.ClampedTensors} activations with a bound of their own"));
            console.Say(string.Create(CultureInfo.InvariantCulture,
                $"{gate.MeasuredDb:0.0} dB logit SQNR on {CellGate.Images} calibration images ({gate.PredictedDb:0.0} predicted{(gate.Implausible ? ": IMPLAUSIBLE, do not ship it" : "")}), tried with ONNX Runtime {OrtModel.RuntimeVersion}; {export.Real}"));
            return ExitCodes.Done;
        });
        return command;
    }
}
