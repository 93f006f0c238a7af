using System.CommandLine;
using SameSame.Client.Sweeps;
using SameSame.Contracts.Sweeps;
using SameSame.Evaluation.Configuration;

namespace SameSame.Client.Commands;

/// <summary><c>samesame sweep status ID</c>.</summary>
internal static class SweepStatusCommand
{
    public static Command Create(ClientConsole console)
    {
        var id = new Argument<string>("id") { Description = "The sweep, as 'sweep list' shows it." };
        var session = new SessionOptions();
        var command = new Command("status", "Where a sweep stands, and its cells so far.") { id };
        session.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var cluster = await session.OpenAsync(parsed, startWork: false, cancellation).ConfigureAwait(false);
            var (status, cells) = await SweepCells.ReadAsync(cluster.Grains, parsed.GetValue(id)!, cancellation).ConfigureAwait(false);
            SweepSummary.Write(console, status, cells);
            return ExitCodes.Done;
        });
        return command;
    }
}
