using System.CommandLine;
using System.Globalization;
using SameSame.Client.Files;
using SameSame.Client.Parsing;
using SameSame.Client.Sweeps;
using SameSame.Contracts.Sweeps;
using SameSame.Evaluation.Configuration;
using SameSame.Hosting.Access;

namespace SameSame.Client.Commands;

/// <summary><c>samesame sweep export ID -o FILE</c>: the quantized network of a measured cell, rebuilt from its recipe.</summary>
internal static class SweepExportCommand
{
    public static Command Create(ClientConsole console)
    {
        var id = SweepIdArgument.Create();
        var output = new Option<string>("--output", "-o") { Description = "File to write.", Required = true }
            .Must(Check.CanBeWritten);
        var cell = new Option<string?>("--cell") { Description = "The cell's key, or how it begins; 'key' in a sweep's JSON." };
        var model = new Option<string?>("--model") { Description = "The cell's model." };
        var method = new Option<string?>("--method") { Description = "The cell's method." };
        var bits = new Option<string?>("--bits") { Description = "The cell's bits, weights/activations." };
        var session = new SessionOptions();
        var command = new Command("export", "Write the quantized (QDQ) network that a cell of the sweep measured, byte for byte.") { id, output, cell, model, method, bits };
        session.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var (sweep, target) = (parsed.GetValue(id)!, parsed.GetValue(output)!);
            var choice = new CellChoice(parsed.GetValue(cell), parsed.GetValue(model), parsed.GetValue(method), parsed.GetValue(bits));
            return await session.RunAsync(parsed, startWork: false, async (cluster, _, stop) =>
            {
                var (_, cells) = await SweepCells.ReadAsync(cluster.Grains, sweep, stop).ConfigureAwait(false);
                var chosen = choice.Pick(sweep, cells);
                var spec = await Patience.CallAsync(cluster.Grains.GetGrain<ISweepGrain>(sweep).GetSpecAsync, stop).ConfigureAwait(false) ?? throw SweepCells.Missing(sweep);
                var bytes = await CellFile.ReadAsync(cluster.Grains, spec, chosen, stop).ConfigureAwait(false);
                await OutputFile.WriteAsync(target, bytes, stop).ConfigureAwait(false);
                console.Say(string.Create(CultureInfo.InvariantCulture,
                    $"{target}: {chosen.Model} {chosen.Scheme.Bits} {chosen.Method}, {bytes.Length} bytes, SHA-256 {chosen.Measurement!.ExportSha256}, as measured: top-1 {chosen.Measurement.Top1:0.00} %"));
                return ExitCodes.Done;
            }, cancellation).ConfigureAwait(false);
        });
        return command;
    }
}
