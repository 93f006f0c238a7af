using System.CommandLine;
using SameSame.Client.Sweeps;
using SameSame.Contracts.Sweeps;

namespace SameSame.Client.Commands;

/// <summary><c>samesame sweep resume|retry ID</c>: makes a sweep go on, and follows it to its end as <c>sweep run</c> does.</summary>
internal static class SweepContinueCommand
{
    public static Command Create(ClientConsole console, string name, string description, Func<ISweepGrain, Task<SweepStatus>> request)
    {
        var id = SweepIdArgument.Create();
        var session = new SessionOptions();
        var command = new Command(name, description) { id };
        session.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var cluster = await session.OpenAsync(parsed, startWork: true, cancellation).ConfigureAwait(false);
            var sweep = cluster.Grains.GetGrain<ISweepGrain>(parsed.GetValue(id)!);
            var status = SweepRequestCommand.Accepted(await Patience.CallAsync(() => request(sweep), cancellation).ConfigureAwait(false));
            SweepSummary.WriteCounts(console, status);
            return await new SweepFollower(console, session, parsed, cluster.Grains).ToEndAsync(sweep, status.Id, (_, _) => Task.CompletedTask, cancellation).ConfigureAwait(false);
        });
        return command;
    }
}
