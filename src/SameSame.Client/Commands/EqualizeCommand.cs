using System.CommandLine;
using System.Globalization;
using SameSame.Client.Models;
using SameSame.Client.Parsing;
using SameSame.Onnx.Absorption;
using SameSame.Onnx.IO;

namespace SameSame.Client.Commands;

/// <summary><c>samesame equalize MODEL -o FILE</c>: the factorized FP32 network.</summary>
internal static class EqualizeCommand
{
    public static Command Create(ClientConsole console)
    {
        var (model, factors) = (new ModelOptions(), new FactorOptions());
        var output = new Option<string>("--output", "-o") { Description = "File to write.", Required = true }
            .Must(Check.CanBeWritten);
        var command = new Command("equalize", "Write the rewritten FP32 network: the same function, channels that quantize better.") { output };
        factors.AddTo(command);
        model.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var context = model.Open(parsed);
            var (calibrated, factorization, drift) = await factors.ResolveAsync(parsed, model, context, cancellation).ConfigureAwait(false);
            var absorption = factors.Scheme(parsed).AbsorbBiases ? BiasAbsorption.Of(calibrated.Network, calibrated.Statistics) : null;
            if (absorption is not null)
            {
                drift = Math.Max(drift, calibrated.AbsorbedDrift(absorption, factorization));
                console.Say(Describe(absorption));
            }

            var rewritten = (absorption?.Network ?? calibrated.Network).Factorize(factorization.Factors).Model;
            context.Embed(rewritten, [("method", factorization.Method)]);
            OnnxFile.Save(rewritten, parsed.GetValue(output)!);
            console.Say(string.Create(CultureInfo.InvariantCulture,
                $"{parsed.GetValue(output)}: {factorization.Method}{From(factorization.Origin)}, factors {factorization.Factors.Min():0.####} to {factorization.Factors.Max():0.####}, FP32 drift {drift:0.0e+0} of the logits' range"));
            return ExitCodes.Done;
        });
        return command;
    }

    internal static string Describe(BiasAbsorption absorption) => string.Create(CultureInfo.InvariantCulture,
        $"high biases: {absorption.Channels} channels absorbed (inexact: exact on calibration images only), {absorption.Skipped.Values.Sum()} skipped{(absorption.SkippedText is { } reasons ? $": {reasons}" : "")}");

    internal static string From(string? origin) => origin is null ? "" : $" ({origin})";
}
