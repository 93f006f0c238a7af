using System.CommandLine;
using SameSame.Client.Sweeps;
using SameSame.Contracts.Sweeps;
using SameSame.Hosting.Access;
using SameSame.Reporting;

namespace SameSame.Client.Commands;

/// <summary><c>samesame sweep status ID</c>.</summary>
internal static class SweepStatusCommand
{
    private const int ShownCells = 1000;

    public static Command Create(ClientConsole console)
    {
        var id = SweepIdArgument.Create();
        var cells = new Option<bool>("--cells") { Description = $"Show every cell, where there are more than {ShownCells}." };
        var json = new Option<bool>(
            "--json") { Description = "Print JSON, as 'sweep run --json' writes it, instead of a table." };
        var session = new SessionOptions();
        var command = new Command("status", "Where a sweep stands, and its cells so far.") { id, cells, json };
        session.AddTo(command);
        command.SetAction((parsed, cancellation) => session.RunAsync(parsed, startWork: false, async (cluster, _, stop) =>
        {
            var sweep = cluster.Grains.GetGrain<ISweepGrain>(parsed.GetValue(id)!);
            var status = SweepRequestCommand.Accepted(await SweepCells.CountedAsync(sweep, stop).ConfigureAwait(false));
            if (parsed.GetValue(json))
            {
                var spec = await Patience.CallAsync(sweep.GetSpecAsync, stop).ConfigureAwait(false)
                    ?? throw SweepCells.Missing(status.Id);
                var all = await SweepCells.AllAsync(sweep, status, stop).ConfigureAwait(false);
                await console.Output.WriteLineAsync(ResultJson.Sweep(status, spec, all)).ConfigureAwait(false);
            }
            else if (status.Cells.Total <= ShownCells || parsed.GetValue(cells))
            {
                SweepSummary.Write(console, status, await SweepCells.AllAsync(sweep, status, stop).ConfigureAwait(false));
            }
            else
            {
                SweepSummary.WriteCounts(console, status);
            }

            return ExitCodes.Done;
        }, cancellation));
        return command;
    }
}
