using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using SameSame.Dashboard.Data;
using SameSame.Dashboard.Security;
using SameSame.Hosting.Specs;
using SameSame.Reporting;

namespace SameSame.Dashboard.Api;

/// <summary>Sweeps: list, look, start, pause, resume, cancel, retry, delete.</summary>
internal static class SweepEndpoints
{
    // Models whose cells one request may read.
    private const int ModelsAtOnce = 100;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/sweeps", ListAsync).WithSummary("All sweeps, newest first.");
        api.MapPost("/sweeps", StartAsync).RequireAuthorization(Policies.Operator)
            .WithSummary("Start a sweep, or continue the one that measures the same. The body has the fields of a sweep.yaml.");
        api.MapGet("/sweeps/{id}", GetAsync).WithSummary("Where a sweep stands.");
        api.MapDelete("/sweeps/{id}", (string id, SweepStore s, PublicText text, CancellationToken stop) =>
                AskAsync(id, SweepRequest.Delete, s, text, stop))
            .RequireAuthorization(Policies.Operator)
            .WithSummary("Delete the records of a sweep that does not run; results stay.");
        api.MapGet("/sweeps/{id}/cells", CellsAsync)
            .WithSummary("Cells of a sweep, model by model: offset and limit count models.");
        foreach (var (name, request, summary) in new[]
        {
            ("pause", SweepRequest.Pause, "Hand out no more work."),
            ("resume", SweepRequest.Resume, "Go on where it is unfinished."),
            ("cancel", SweepRequest.Cancel, "End it; results stay."),
            ("retry", SweepRequest.Retry, "Try the failed cells of a sweep that has ended again."),
        })
        {
            api.MapPost($"/sweeps/{{id}}/{name}", (string id, SweepStore s, PublicText text, CancellationToken stop) =>
                    AskAsync(id, request, s, text, stop))
                .RequireAuthorization(Policies.Operator).WithSummary(summary);
        }

        api.MapGet("/sweeps/{id}/events", SweepEvents.StreamAsync).RequireRateLimiting(RateLimits.Streams)
            .WithSummary("Server-sent events; goes on behind Last-Event-ID.")
            .Produces<string>(StatusCodes.Status200OK, "text/event-stream");
    }

    private static async Task<Ok<Page<SweepItem>>> ListAsync(
        SweepStore sweeps, PublicText text, int? offset, int? limit, CancellationToken stop)
    {
        var part = Paging.Of(offset, limit);
        var all = await sweeps.ListAsync(stop).ConfigureAwait(false);
        var shown = await sweeps.StatusesAsync(all.Skip(part.Offset).Take(part.Limit), stop).ConfigureAwait(false);
        return TypedResults.Ok(
            new Page<SweepItem>(all.Count, part.Offset, part.Limit, [.. shown.Select(s => SweepItem.Of(s, text))]));
    }

    private static async Task<Accepted<SweepItem>> StartAsync(
        SweepFile body, SweepStarts starts, PublicText text, bool? force, int? priority, CancellationToken stop)
    {
        var status = await starts.StartAsync(body, force ?? false, Priority.Of(priority), stop).ConfigureAwait(false);
        return TypedResults.Accepted($"{ApiRoutes.Root}/sweeps/{status.Id}", SweepItem.Of(status, text));
    }

    private static async Task<Ok<SweepItem>> GetAsync(string id, SweepStore sweeps, PublicText text, CancellationToken stop) =>
        TypedResults.Ok(SweepItem.Of(await sweeps.StatusAsync(id, stop).ConfigureAwait(false), text));

    private static async Task<Ok<SweepItem>> AskAsync(
        string id, SweepRequest request, SweepStore sweeps, PublicText text, CancellationToken stop)
    {
        // Names that there are not are told from requests that a sweep refuses.
        await sweeps.StatusAsync(id, stop).ConfigureAwait(false);
        return TypedResults.Ok(SweepItem.Of(await sweeps.RequestAsync(id, request, stop).ConfigureAwait(false), text));
    }

    private static async Task<Ok<Page<CellItem>>> CellsAsync(
        string id, SweepStore sweeps, PublicText text, int? offset, int? limit, CancellationToken stop)
    {
        var (from, count) = Paging.Of(offset, Math.Min(limit ?? ModelsAtOnce, ModelsAtOnce));
        var status = await sweeps.StatusAsync(id, stop).ConfigureAwait(false);
        var cells = await sweeps.CellsAsync(id, from, count, status.Models, stop).ConfigureAwait(false);
        var rows = SweepRows.Of(cells).DistinctBy(r => (r.Model, r.Key)).ToDictionary(r => (r.Model, r.Key));
        var verdicts = SweepRows.Judge(cells);
        return TypedResults.Ok(
            new Page<CellItem>(status.Models, from, count, [.. cells.Select(c => CellItem.Of(c, rows, verdicts, text))]));
    }
}
