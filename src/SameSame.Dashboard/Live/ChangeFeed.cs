using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using SameSame.Contracts.Sweeps;
using SameSame.Dashboard.Api;
using SameSame.Dashboard.Data;

namespace SameSame.Dashboard.Live;

/// <summary>
/// Tells open pages that what they show has changed. A page carries the version that it was made of; one that was cut off
/// compares when it is back, so that nobody looks at figures of an hour ago. Pages share the looks.
/// </summary>
internal sealed class ChangeFeed(BoardStore board, SweepStore sweeps, FleetStore fleet)
{
    /// <summary>The leaderboard.</summary>
    public const string Board = "board";

    /// <summary>Sweeps that run, and the list of them.</summary>
    public const string Sweeps = "sweeps";

    /// <summary>Silos, devices, queues, and sweeps that run.</summary>
    public const string Fleet = "fleet";

    // Finished sweeps do not change; of the others the newest are watched.
    private const int Watched = 20;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1), Alive = TimeSpan.FromSeconds(15);

    /// <summary>The version of what a page watches.</summary>
    public async Task<string> VersionAsync(string what, CancellationToken cancellation) => what switch
    {
        Board => (await board.GetAsync(cancellation).ConfigureAwait(false)).Version,
        Fleet => Digest([
            .. Lines(await fleet.GetAsync(cancellation).ConfigureAwait(false)),
            .. await SweepLinesAsync(cancellation).ConfigureAwait(false)]),
        _ => Digest([
            (await board.GetAsync(cancellation).ConfigureAwait(false)).Version,
            .. await SweepLinesAsync(cancellation).ConfigureAwait(false)]),
    };

    /// <summary>Sends the version whenever it has changed.</summary>
    public static async Task StreamAsync(
        HttpContext context, ChangeFeed feed, TimeProvider clock, CancellationToken aborted, string watch = Board)
    {
        using var limit = EventStream.Limit(aborted);
        var stop = limit.Token;
        EventStream.Begin(context);
        await context.Response.WriteAsync("retry: 1000\n\n", stop).ConfigureAwait(false);
        var (sent, told) = ("", clock.GetTimestamp());
        while (!stop.IsCancellationRequested)
        {
            var version = await feed.VersionAsync(watch, stop).ConfigureAwait(false);
            if (version != sent)
            {
                await EventStream.WriteAsync(context, version, "version", version, stop).ConfigureAwait(false);
                (sent, told) = (version, clock.GetTimestamp());
            }
            else if (clock.GetElapsedTime(told) > Alive)
            {
                told = await EventStream.KeepAliveAsync(context, clock, stop).ConfigureAwait(false);
            }

            await Task.Delay(Look, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<IEnumerable<string>> SweepLinesAsync(CancellationToken cancellation)
    {
        var listed = await sweeps.ListAsync(cancellation).ConfigureAwait(false);
        var running = await sweeps.StatusesAsync(
            listed.Where(s => !s.Finished).Take(Watched), cancellation).ConfigureAwait(false);
        return [.. listed.Select(s => $"{s.Id} {s.Finished}"), .. running.SelectMany(Lines)];
    }

    private static IEnumerable<string> Lines(SweepStatus s) =>
        [
            $"{s.Id} {s.State} {s.Started:o} {s.Cells} {s.ModelsFinished} {s.Queued}", .. s.Running.Select(r => r.ToString()),
            .. s.Searches.Select(x => x.ToString())
        ];

    private static IEnumerable<string> Lines(ClusterStatus s) =>
        [
            .. s.Silos.Select(x => $"{x.Address} {x.Status} {string.Join(',', x.Devices)}"),
            .. s.Queues.Select(q => $"{q.Kind} {q.Queue}")
        ];

    private static string Digest(IEnumerable<string> lines) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))))[..16];
}
