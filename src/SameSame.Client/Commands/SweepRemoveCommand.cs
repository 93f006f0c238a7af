using System.CommandLine;
using SameSame.Client.Sweeps;
using SameSame.Contracts.Sweeps;

namespace SameSame.Client.Commands;

/// <summary><c>samesame sweep rm ID</c>.</summary>
internal static class SweepRemoveCommand
{
    public static Command Create(ClientConsole console)
    {
        var id = SweepIdArgument.Create();
        var session = new SessionOptions();
        var command = new Command("rm", "Delete a sweep that has ended. Its results stay, for the leaderboard and for other sweeps.") { id };
        session.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var cluster = await session.OpenAsync(parsed, startWork: false, cancellation).ConfigureAwait(false);
            var name = parsed.GetValue(id)!;
            var sweep = cluster.Grains.GetGrain<ISweepGrain>(name);
            var status = await Patience.CallAsync(sweep.GetStatusAsync, cancellation).ConfigureAwait(false);
            SweepRequestCommand.Accepted(status);
            while (status.State != SweepState.Unknown)
            {
                status = await Patience.CallAsync(sweep.RemoveAsync, cancellation).ConfigureAwait(false);
                if (status.Error is not null)
                    SweepRequestCommand.Accepted(status);
                await Task.Delay(100, cancellation).ConfigureAwait(false);
            }

            console.Say($"sweep {name}: removed");
            return ExitCodes.Done;
        });
        return command;
    }
}
