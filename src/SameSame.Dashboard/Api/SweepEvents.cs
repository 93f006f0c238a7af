using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SameSame.Contracts.Sweeps;
using SameSame.Dashboard.Data;
using SameSame.Reporting;

namespace SameSame.Dashboard.Api;

/// <summary>The events of a sweep as they happen (server-sent events, WHATWG HTML section 9.2). A client that comes again with
/// <c>Last-Event-ID</c> misses nothing that is still known.</summary>
internal static class SweepEvents
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1), Alive = TimeSpan.FromSeconds(15);

    public static async Task StreamAsync(
        string id, SweepStore sweeps, HttpContext context, TimeProvider clock, PublicText text, CancellationToken aborted)
    {
        // Not for ever: who comes again has to show a key that still holds.
        using var limit = EventStream.Limit(aborted);
        var stop = limit.Token;
        await sweeps.StatusAsync(id, stop).ConfigureAwait(false);
        var after = long.TryParse(
            context.Request.Headers["Last-Event-ID"], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            ? last
            : 0;
        EventStream.Begin(context);
        var told = clock.GetTimestamp();
        await context.Response.WriteAsync("retry: 2000\n\n", stop).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(stop).ConfigureAwait(false);
        while (!stop.IsCancellationRequested)
        {
            var events = await sweeps.EventsAsync(id, after, stop).ConfigureAwait(false);
            foreach (var e in events)
                await EventStream.WriteAsync(
                    context, e.Sequence.ToString(CultureInfo.InvariantCulture), Name(e.Kind), Data(e, text), stop)
                    .ConfigureAwait(false);
            if (events.Length > 0)
                (after, told) = (events[^1].Sequence, clock.GetTimestamp());
            else if (clock.GetElapsedTime(told) > Alive)
                told = await EventStream.KeepAliveAsync(context, clock, stop).ConfigureAwait(false);
            await Task.Delay(Look, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static string Name(SweepEventKind kind) => kind switch
    {
        SweepEventKind.CellEnded => "cell",
        SweepEventKind.ModelFinished => "model",
        SweepEventKind.StateChanged => "state",
        _ => "snapshot",
    };

    private static string Data(SweepEvent e, PublicText text) => JsonSerializer.Serialize(
        new
        {
            At = e.At, Text = text.Of(e.Text), State = e.State.ToString().ToLowerInvariant(), Total = e.Counts.Total,
            Measured = e.Counts.Completed, e.Counts.Reused, e.Counts.Failed
        }, Compact);

    private static JsonSerializerOptions Compact { get; } = new(ResultJson.Options) { WriteIndented = false };
}
