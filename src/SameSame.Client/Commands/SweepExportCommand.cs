using System.CommandLine;
using System.Globalization;
using SameSame.Client.Files;
using SameSame.Client.Parsing;
using SameSame.Client.Sweeps;
using SameSame.Contracts.Sweeps;
using SameSame.Evaluation.Configuration;
using SameSame.Hosting.Access;
using SameSame.Reporting;

namespace SameSame.Client.Commands;

/// <summary><c>samesame sweep export ID -o FILE</c>: the quantized network of a measured cell, rebuilt from its recipe.</summary>
internal static class SweepExportCommand
{
    public static Command Create(ClientConsole console)
    {
        var id = SweepIdArgument.Create();
        var output = new Option<string>("--output", "-o") { Description = "File to write; a folder with --best or --pick.", Required = true }
            .Must(Check.CanBeMade);
        var cell = new Option<string?>("--cell") { Description = "The cell's key, or how it begins; 'key' in a sweep's JSON." };
        var model = new Option<string?>("--model") { Description = "The cell's model." };
        var method = new Option<string?>("--method") { Description = "The cell's method." };
        var bits = new Option<string?>("--bits") { Description = "The cell's bits, weights/activations." };
        var best = new Option<bool>("--best") { Description = "The best cell of every model and bit width, with a manifest.json." };
        var pick = new Option<string?>("--pick") { Description = "best, or smallest: of every model the fewest bits that --max-cost leaves." }
            .Offer(["best", "smallest"]);
        var maxCost = new Option<double?>("--max-cost") { Description = "With --best or --pick: at most so many points of top-1 lost." }
            .Must(Check.IsPoints);
        var session = new SessionOptions();
        var command = new Command("export", "Write the quantized (QDQ) network that a cell of the sweep measured, byte for byte.")
            { id, output, cell, model, method, bits, best, pick, maxCost };
        session.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var (sweep, target) = (parsed.GetValue(id)!, parsed.GetValue(output)!);
            var winners = parsed.GetValue(best) || parsed.GetValue(pick) is not null
                ? new BoardQuery
                {
                    Pick = BoardOptions.PickOf(parsed.GetValue(pick)) ?? BoardPick.Best,
                    MaxCost = parsed.GetValue(maxCost),
                    Model = parsed.GetValue(model) ?? "*",
                    Method = parsed.GetValue(method),
                    Bits = parsed.GetValue(bits),
                }
                : null;
            if (winners is null && Check.CanBeWritten(target) is { } problem)
                throw new SpecException($"--output {target}: {problem}");
            if (winners is null && parsed.GetValue(maxCost) is not null)
                throw new SpecException("--max-cost: chooses among all cells; it goes with --best or --pick");
            if (winners is not null && File.Exists(target))
                throw new SpecException($"--output {target}: is a file; --best and --pick write a folder");
            var choice = new CellChoice(parsed.GetValue(cell), parsed.GetValue(model), parsed.GetValue(method), parsed.GetValue(bits));
            return await session.RunAsync(parsed, startWork: false, async (cluster, _, stop) =>
            {
                var (_, cells) = await SweepCells.ReadAsync(cluster.Grains, sweep, stop).ConfigureAwait(false);
                var chosen = winners is null ? choice.Pick(sweep, cells) : null;
                var spec = await Patience.CallAsync(cluster.Grains.GetGrain<ISweepGrain>(sweep).GetSpecAsync, stop).ConfigureAwait(false) ?? throw SweepCells.Missing(sweep);
                if (chosen is null)
                    return await new WinnersExport(console, winners!).WriteAsync(cluster.Grains, spec, sweep, cells, target, stop).ConfigureAwait(false);
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
