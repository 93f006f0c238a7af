using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SameSame.Dashboard.Api;
using SameSame.Dashboard.Data;
using SameSame.Dashboard.Pages;
using SameSame.Dashboard.Security;
using SameSame.Evaluation.Configuration;
using SameSame.Hosting.Specs;

namespace SameSame.Dashboard.Live;

/// <summary>What the pages' buttons do: the same services as the HTTP interface, and back to a page that says what came of
/// it.</summary>
internal static class ActionEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var actions = routes.MapGroup("/actions").RequireAuthorization(Policies.Operator).ExcludeFromDescription();
        actions.MapPost("/sweeps/{id}/{request}", AskAsync);
        actions.MapPost("/start", StartAsync);
    }

    private static async Task<IResult> AskAsync(
        string id, string request, HttpContext context, IAntiforgery antiforgery, SweepStore sweeps, PublicText text,
        CancellationToken stop)
    {
        await antiforgery.ValidateRequestAsync(context).ConfigureAwait(false);
        if (!Enum.TryParse<SweepRequest>(request, ignoreCase: true, out var wanted) || !Enum.IsDefined(wanted))
            return TypedResults.NotFound();
        try
        {
            await sweeps.RequestAsync(id, wanted, stop).ConfigureAwait(false);
            return wanted == SweepRequest.Delete ? See("/sweeps") : See(Links.To("/sweep", ("id", id), ("done", Said(wanted))));
        }
        catch (SpecException e)
        {
            return See(Links.To("/sweep", ("id", id), ("done", text.Of(e.Message))));
        }
    }

    private static async Task<IResult> StartAsync(
        HttpContext context, IAntiforgery antiforgery, SweepStarts starts, PublicText text, CancellationToken stop)
    {
        await antiforgery.ValidateRequestAsync(context).ConfigureAwait(false);
        var form = await context.Request.ReadFormAsync(stop).ConfigureAwait(false);
        var yaml = form["spec"].ToString();
        try
        {
            var status = await starts.StartAsync(
                YamlFile.Parse<SweepFile>("sweep.yaml", yaml), form["force"] == "true", priority: 1, stop).ConfigureAwait(false);
            return See(Links.To("/sweep", ("id", status.Id), ("done", "Started.")));
        }
        catch (SpecException e)
        {
            return See(Links.To(
                "/start", ("error", text.Of(e.Message)), ("spec", Uri.EscapeDataString(yaml).Length < 6000 ? yaml : null)));
        }
    }

    private static string Said(SweepRequest request) => request switch
    {
        SweepRequest.Pause => "Paused: cells that devices are at are finished.",
        SweepRequest.Resume => "It goes on.",
        SweepRequest.Cancel => "Cancelled; what was measured is kept.",
        _ => "Failed cells are tried again.",
    };

    // 303: the browser gets the page, and loading it again repeats nothing.
    private static IResult See(string address) => new SeeOther(address);

    private sealed class SeeOther(string address) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = address;
            return Task.CompletedTask;
        }
    }
}
