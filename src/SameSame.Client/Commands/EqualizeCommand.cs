using System.CommandLine;
using System.Globalization;
using SameSame.Client.Models;
using SameSame.Onnx.IO;
using SameSame.Quantization.Equalization;

namespace SameSame.Client.Commands;

/// <summary><c>samesame equalize MODEL -o FILE</c>: the factorized FP32 network.</summary>
internal static class EqualizeCommand
{
    public static Command Create(ClientConsole console)
    {
        var model = new ModelOptions();
        var output = new Option<string>("--output", "-o") { Description = "File to write.", Required = true };
        var method = new Option<string>("--method") { Description = string.Join(", ", EqualizationMethods.All.Select(m => m.Name)), DefaultValueFactory = _ => "two-step" };
        var calibration = new Option<int>("--calibration-images") { Description = "Calibration images.", DefaultValueFactory = _ => 256 };
        var skip = new Option<bool>("--skip-bad-images") { Description = "Leave out images that do not decode." };
        var command = new Command("equalize", "Write the rewritten FP32 network: the same function, channels that quantize better.") { output, method, calibration, skip };
        model.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var chosen = EqualizationMethods.Get(parsed.GetValue(method)!);
            var context = model.Open(parsed);
            var calibrated = Calibrated.Run(context, parsed.GetValue(calibration), model.Cache(parsed), parsed.GetValue(skip), cancellation);
            var (factorization, drift) = calibrated.Factorize(chosen);
            var rewritten = calibrated.Network.Factorize(factorization.Factors).Model;
            context.Embed(rewritten, [("method", chosen.Name)]);
            OnnxFile.Save(rewritten, parsed.GetValue(output)!);
            console.Say(string.Create(CultureInfo.InvariantCulture,
                $"{parsed.GetValue(output)}: {chosen.Name}, factors {factorization.Factors.Min():0.####} to {factorization.Factors.Max():0.####}, FP32 drift {drift:0.0e+0} of the logits' range"));
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }
}
