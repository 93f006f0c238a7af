using System.CommandLine;
using SameSame.Client.Sweeps;
using SameSame.Contracts.Sweeps;
using SameSame.Hosting.Access;

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
        command.SetAction((parsed, cancellation) =>
        {
            var (name, seen) = (parsed.GetValue(id)!, false);
            return session.RunAsync(parsed, startWork: false, async (cluster, _, stop) =>
            {
                var sweep = cluster.Grains.GetGrain<ISweepGrain>(name);
                var status = await Patience.CallAsync(sweep.GetStatusAsync, stop).ConfigureAwait(false);
                // One that was there and is missing now was removed by a host that has left since.
                if (!seen)
                    SweepRequestCommand.Accepted(status);
                seen = true;
                while (status.State != SweepState.Unknown)
                {
                    status = await Patience.CallAsync(sweep.RemoveAsync, stop).ConfigureAwait(false);
                    if (status.Error is not null)
                        SweepRequestCommand.Accepted(status);
                    await Task.Delay(100, stop).ConfigureAwait(false);
                }

                console.Say($"sweep {name}: removed");
                return ExitCodes.Done;
            }, cancellation);
        });
        return command;
    }
}
