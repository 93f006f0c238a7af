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
        command.SetAction((parsed, cancellation) => Takeover.RunAsync(stop => session.OpenAsync(parsed, startWork: true, stop), async (cluster, first, stop) =>
        {
            var sweep = cluster.Grains.GetGrain<ISweepGrain>(parsed.GetValue(id)!);
            if (first)
                SweepSummary.WriteCounts(console, SweepRequestCommand.Accepted(await Patience.CallAsync(() => request(sweep), stop).ConfigureAwait(false)));
            return await new SweepFollower(console, session, parsed, cluster).ToEndAsync(sweep, parsed.GetValue(id)!, (_, _) => Task.CompletedTask, stop).ConfigureAwait(false);
        }, cancellation));
        return command;
    }
}
