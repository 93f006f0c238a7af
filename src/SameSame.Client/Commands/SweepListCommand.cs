using System.CommandLine;
using SameSame.Contracts.Sweeps;

namespace SameSame.Client.Commands;

/// <summary><c>samesame sweep list</c>.</summary>
internal static class SweepListCommand
{
    public static Command Create(ClientConsole console)
    {
        var session = new SessionOptions();
        var command = new Command("list", "All sweeps, oldest first.");
        session.AddTo(command);
        command.SetAction((parsed, cancellation) => session.RunAsync(parsed, startWork: false, async (cluster, _, stop) =>
        {
            foreach (var sweep in await cluster.Grains.GetGrain<ISweepDirectoryGrain>(ISweepDirectoryGrain.Key).ListAsync().ConfigureAwait(false))
                await console.Output.WriteLineAsync($"{sweep.Id}  {(sweep.Finished ? "finished" : "unfinished")}").ConfigureAwait(false);
            return ExitCodes.Done;
        }, cancellation));
        return command;
    }
}
