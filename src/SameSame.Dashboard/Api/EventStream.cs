using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace SameSame.Dashboard.Api;

/// <summary>Writes server-sent events.</summary>
internal static class EventStream
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>Ends a stream with its request, or after two minutes: a browser connects again by itself, and is asked again
    /// who it is.</summary>
    public static CancellationTokenSource Limit(CancellationToken aborted)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        limit.CancelAfter(Longest);
        return limit;
    }

    public static void Begin(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        // A proxy that collects would turn live into late.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
    }

    public static async Task WriteAsync(HttpContext context, string id, string name, string data, CancellationToken stop)
    {
        await context.Response.WriteAsync(
            $"id: {id}\nevent: {name}\ndata: {data.ReplaceLineEndings(" ")}\n\n", stop).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(stop).ConfigureAwait(false);
    }

    /// <summary>A comment, so that nobody on the way takes the connection for dead.</summary>
    public static async Task<long> KeepAliveAsync(HttpContext context, TimeProvider clock, CancellationToken stop)
    {
        await context.Response.WriteAsync(": still here\n\n", stop).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(stop).ConfigureAwait(false);
        return clock.GetTimestamp();
    }
}
