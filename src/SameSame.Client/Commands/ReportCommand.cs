using System.CommandLine;
using SameSame.Client.Sweeps;
using SameSame.Hosting.Access;

namespace SameSame.Client.Commands;

/// <summary><c>samesame report ID -o DIR</c>: a page with charts and tables, and a CSV file.</summary>
internal static class ReportCommand
{
    public static Command Create(ClientConsole console)
    {
        var id = SweepIdArgument.Create();
        var output = new Option<string>("--output", "-o") { Description = "Folder to write.", Required = true };
        var session = new SessionOptions();
        var command = new Command("report", "Write a sweep's charts and tables as one HTML page that works offline, and as CSV.") { id, output };
        session.AddTo(command);
        command.SetAction((parsed, cancellation) => session.RunAsync(parsed, startWork: false, async (cluster, _, stop) =>
        {
            var (status, cells) = await SweepCells.ReadAsync(cluster.Grains, parsed.GetValue(id)!, stop).ConfigureAwait(false);
            await console.Output.WriteLineAsync(await ReportFolder.WriteAsync(cluster.Grains, parsed.GetValue(output)!, status, cells, stop).ConfigureAwait(false)).ConfigureAwait(false);
            return ExitCodes.Done;
        }, cancellation));
        return command;
    }
}
