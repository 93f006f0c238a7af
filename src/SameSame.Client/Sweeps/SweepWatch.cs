using System.Diagnostics;
using System.Globalization;
using SameSame.Contracts.Sweeps;
using SameSame.Hosting.Access;
using Spectre.Console;

namespace SameSame.Client.Sweeps;

/// <summary>Follows a sweep to its end: bars on a terminal, lines in a pipe.</summary>
internal static class SweepWatch
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(5);

    public static Task<SweepStatus> UntilFinishedAsync(ClientConsole console, ISweepGrain sweep, CancellationToken cancellation) =>
        console.Interactive ? BarsAsync(console, sweep, cancellation) : LinesAsync(console, sweep, cancellation);

    private static async Task<SweepStatus> LinesAsync(ClientConsole console, ISweepGrain sweep, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var last = TimeSpan.Zero;
        var rate = new RemainingTime();
        while (true)
        {
            var status = await Patience.CallAsync(sweep.GetStatusAsync, cancellation).ConfigureAwait(false);
            if (status.Ended)
                return status;
            if (clock.Elapsed - last >= LineEvery)
            {
                last = clock.Elapsed;
                var running = string.Join("; ", status.Running.Select(Describe).Concat(Searching(status)));
                console.Say($"{status.Cells.Done}/{status.Cells.Total} cells, {Waiting(status) ?? rate.Text(status)}{(running.Length > 0 ? $": {running}" : "")}");
            }

            await Task.Delay(Poll, cancellation).ConfigureAwait(false);
        }
    }

    private static Task<SweepStatus> BarsAsync(ClientConsole console, ISweepGrain sweep, CancellationToken cancellation) =>
        console.Progress.Progress().AutoClear(true).Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
            .StartAsync(async context =>
            {
                var rate = new RemainingTime();
                var whole = context.AddTask("cells");
                var bars = new Dictionary<string, ProgressTask>(StringComparer.Ordinal);
                ProgressTask? searches = null;
                while (true)
                {
                    var status = await Patience.CallAsync(sweep.GetStatusAsync, cancellation).ConfigureAwait(false);
                    whole.MaxValue = Math.Max(1, status.Cells.Total);
                    whole.Value = status.Cells.Done;
                    whole.Description = $"{status.Cells.Done}/{status.Cells.Total} cells, {Waiting(status) ?? rate.Text(status)}".EscapeMarkup();
                    foreach (var work in status.Running)
                    {
                        if (!bars.TryGetValue(work.Device, out var bar))
                            bars[work.Device] = bar = context.AddTask(Describe(work).EscapeMarkup());
                        bar.Description = Describe(work).EscapeMarkup();
                        bar.MaxValue = Math.Max(1, work.Total);
                        bar.Value = work.Done;
                    }

                    if (status.Searches.Length > 0)
                    {
                        searches ??= context.AddTask("search");
                        searches.Description = string.Join("; ", Searching(status)).EscapeMarkup();
                        (searches.MaxValue, searches.Value) = (status.Searches.Sum(s => s.AtMost), status.Searches.Sum(s => s.Measured));
                    }
                    else if (searches is not null)
                    {
                        (searches.Description, searches.Value) = ("no search under way", searches.MaxValue);
                    }

                    // Spectre's own timer may be late on a busy machine; what was seen is shown.
                    context.Refresh();
                    if (status.Ended)
                        return status;
                    await Task.Delay(Poll, cancellation).ConfigureAwait(false);
                }
            });

    // Why nothing happens, where nothing does.
    private static string? Waiting(SweepStatus status) => status switch
    {
        { State: SweepState.Paused } => $"paused; 'samesame sweep resume {status.Id}' goes on",
        { Queued: > 0, Devices: 0 } => $"{status.Queued} wait for a device: no silo with the evaluator role is there",
        _ => null,
    };

    private static string Describe(RunningWork work) =>
        work.Total > 0 ? string.Create(CultureInfo.InvariantCulture, $"{work.What} {work.Done}/{work.Total} images, {work.ImagesPerSecond:0} images/s") : work.What;

    // Of a sweep of many models, most wait for the few that are at work.
    private static IEnumerable<string> Searching(SweepStatus status)
    {
        var begun = status.Searches.Where(s => s.Measured > 0).ToList();
        var waiting = status.Searches.Length - begun.Count;
        return begun.Select(s => $"{s.What} {s.Measured} of up to {s.AtMost} candidates").Concat(waiting > 0 ? [waiting == 1 ? "1 search waits" : $"{waiting} searches wait"] : []);
    }
}
