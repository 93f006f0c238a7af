using System.CommandLine;
using System.Globalization;
using SameSame.Client.Parsing;
using SameSame.Client.Sweeps;
using SameSame.Contracts.Sweeps;
using SameSame.Hosting.Local;

namespace SameSame.Client.Commands;

/// <summary><c>samesame sweep watch ID</c>: one line an event; goes on after any number it has printed.</summary>
internal static class SweepWatchCommand
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    public static Command Create(ClientConsole console)
    {
        var id = SweepIdArgument.Create();
        var after = new Option<long>("--after") { Description = "Go on after this event: the number that a line begins with." }
            .Must(Check.Between(0, long.MaxValue));
        var session = new SessionOptions();
        var command = new Command("watch", "Print what happens to a sweep, as it happens, until it ends.") { id, after };
        session.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var seen = parsed.GetValue(after);
            return session.RunAsync(parsed, startWork: false, (cluster, _, stop) => FollowAsync(console, cluster, parsed.GetValue(id)!, () => seen, s => seen = s, stop), cancellation);
        });
        return command;
    }

    private static async Task<int> FollowAsync(ClientConsole console, ClusterSession cluster, string id, Func<long> after, Action<long> saw, CancellationToken cancellation)
    {
        var sweep = cluster.Grains.GetGrain<ISweepGrain>(id);
        while (true)
        {
            // The status first: what it calls ended has told all its events by then.
            var status = SweepRequestCommand.Accepted(await Patience.CallAsync(sweep.GetStatusAsync, cancellation).ConfigureAwait(false));
            var events = await Patience.CallAsync(() => sweep.GetEventsAsync(after()), cancellation).ConfigureAwait(false);
            foreach (var happened in events)
            {
                await console.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                    $"{happened.Sequence} {happened.At:yyyy-MM-ddTHH:mm:ssZ} {happened.Counts.Done}/{happened.Counts.Total} {happened.Text}")).ConfigureAwait(false);
                saw(happened.Sequence);
            }

            if (events.Length > 0)
                continue;
            if (status.Ended)
                return ExitCodes.Done;
            if (cluster.HostsSilo)
            {
                console.Say($"nothing works on sweep {id} now; 'samesame sweep resume {id}' goes on");
                return ExitCodes.Done;
            }

            await Task.Delay(Poll, cancellation).ConfigureAwait(false);
        }
    }
}
