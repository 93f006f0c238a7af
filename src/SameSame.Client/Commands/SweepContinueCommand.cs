using System.CommandLine;
using SameSame.Client.Sweeps;
using SameSame.Contracts.Sweeps;
using SameSame.Hosting.Access;

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
        command.SetAction((parsed, cancellation) =>
        {
            var (answered, follower) = (false, new SweepFollower(console, session, parsed, parsed.GetValue(id)!));
            return session.RunAsync(parsed, startWork: true, async (cluster, first, stop) =>
            {
                var sweep = cluster.Grains.GetGrain<ISweepGrain>(parsed.GetValue(id)!);
                if (!answered)
                {
                    var status = await Patience.CallAsync(() => request(sweep), stop).ConfigureAwait(false);
                    answered = true;
                    // A host that left may have done it, and have finished the sweep, before its answer came: a second request can be refused for that.
                    SweepSummary.WriteCounts(console, SweepRequestCommand.Accepted(first ? status : status with { Error = null }));
                }

                return await follower.ToEndAsync(cluster, (_, _) => Task.CompletedTask, stop).ConfigureAwait(false);
            }, cancellation);
        });
        return command;
    }
}
