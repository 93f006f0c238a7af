using System.CommandLine;
using System.Globalization;
using SameSame.Client.Parsing;
using SameSame.Client.Sweeps;
using SameSame.Contracts.Sweeps;
using SameSame.Hosting.Access;
using SameSame.Hosting.Local;

namespace SameSame.Client.Commands;

/// <summary><c>samesame sweep watch ID</c>: one line an event; with <c>--numbers</c> it can go on after any of them.</summary>
internal static class SweepWatchCommand
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    public static Command Create(ClientConsole console)
    {
        var id = SweepIdArgument.Create();
        var after = new Option<long>("--after") { Description = "Go on after this event: the number that --numbers prints." }
            .Must(Check.Between(0, long.MaxValue));
        var numbers = new Option<bool>(
            "--numbers") { Description = "Begin each line with the event's number, for --after. Numbers only grow, with gaps." };
        var session = new SessionOptions();
        var command = new Command("watch", "Print what happens to a sweep, as it happens, until it ends.") { id, after,
            numbers };
        session.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var seen = parsed.GetValue(after);
            return session.RunAsync(parsed, startWork: false,
                (cluster, _, stop) =>
                FollowAsync(console, cluster, parsed.GetValue(id)!, parsed.GetValue(numbers), () => seen, s => seen = s, stop),
                cancellation);
        });
        return command;
    }

    private static async Task<int> FollowAsync(ClientConsole console, ClusterSession cluster, string id, bool numbers,
        Func<long> after, Action<long> saw, CancellationToken cancellation)
    {
        var sweep = cluster.Grains.GetGrain<ISweepGrain>(id);
        while (true)
        {
            // The status first: what it calls ended has told all its events by then.
            var status = SweepRequestCommand.Accepted(await Patience.CallAsync(sweep.GetStatusAsync, cancellation).ConfigureAwait(false));
            var events = await Patience.CallAsync(() => sweep.GetEventsAsync(after()), cancellation).ConfigureAwait(false);
            foreach (var happened in events)
            {
                var line = string.Create(CultureInfo.InvariantCulture,
                    $"{happened.At:yyyy-MM-ddTHH:mm:ssZ} {Describe(happened)}");
                await console.Output.WriteLineAsync(numbers
                    ? string.Create(CultureInfo.InvariantCulture, $"{happened.Sequence} {line}") : line).ConfigureAwait(false);
                saw(happened.Sequence);
            }

            if (events.Length > 0)
                continue;
            if (status.Ended)
            {
                SweepSummary.WriteEnd(console, status);
                return ExitCodes.Done;
            }

            if (cluster.HostsSilo)
            {
                SweepSummary.WriteCounts(console, status);
                console.Say($"nothing works on sweep {id} now; 'samesame sweep resume {id}' goes on");
                return ExitCodes.Done;
            }

            await Task.Delay(Poll, cancellation).ConfigureAwait(false);
        }
    }

    // What an earlier process told is gone; where the sweep stands is not.
    private static string Describe(SweepEvent happened) => happened.Kind == SweepEventKind.Snapshot
        ? string.Create(CultureInfo.InvariantCulture,
            $"{happened.Counts.Done}/{happened.Counts.Total} so far, {happened.State.ToString().ToLowerInvariant()}")
        : string.Create(CultureInfo.InvariantCulture, $"{happened.Counts.Done}/{happened.Counts.Total} {happened.Text}");
}
