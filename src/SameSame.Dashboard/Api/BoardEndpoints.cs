using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SameSame.Contracts.Results;
using SameSame.Dashboard.Data;
using SameSame.Reporting;

namespace SameSame.Dashboard.Api;

/// <summary>The leaderboard and its models.</summary>
internal static class BoardEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/leaderboard", BoardAsync)
            .WithSummary("Rows of the leaderboard. format=csv or markdown gives all that fit, without pages.")
            .Produces<Page<RowRecord>>().Produces<string>(StatusCodes.Status200OK, "text/csv", "text/markdown")
            .Produces(StatusCodes.Status304NotModified);
        api.MapGet("/models", ModelsAsync).WithSummary("Models that have rows.").Produces<Page<ModelItem>>();
    }

    private static async Task<IResult> BoardAsync(
        [AsParameters] BoardParameters parameters, BoardStore board, ClusterAccess cluster, HttpContext context,
        CancellationToken stop)
    {
        var query = parameters.Read();
        var part = Paging.Of(parameters.Offset, parameters.Limit);
        var view = await board.GetAsync(stop).ConfigureAwait(false);
        if (Etag.Matches(context, view.Version))
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        var rows = await view.QueryAsync(cluster.Grains, query, stop).ConfigureAwait(false);
        var shown = parameters.Format is null or "json" ? [.. rows.Skip(part.Offset).Take(part.Limit)] : rows;
        var verdicts = await view.JudgeAsync(
            cluster.Grains, shown.Select(r => r.Model), query.History, stop).ConfigureAwait(false);
        return parameters.Format switch
        {
            "csv" => TypedResults.Text(ResultCsv.Of(shown, verdicts), "text/csv"),
            "markdown" =>
                TypedResults.Text(TextFormats.Markdown(LeaderboardTable.Of(shown, verdicts, query.History)), "text/markdown"),
            _ => TypedResults.Ok(
                new Page<RowRecord>(rows.Count, part.Offset, part.Limit, [.. shown.Select(r => RowRecord.Of(r, verdicts))])),
        };
    }

    private static async Task<IResult> ModelsAsync(
        BoardStore board, HttpContext context, int? offset, int? limit, CancellationToken stop)
    {
        var part = Paging.Of(offset, limit);
        var view = await board.GetAsync(stop).ConfigureAwait(false);
        return Etag.Matches(context, view.Version)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Ok(Paging.Cut(view.Models, part, ModelItem.Of));
    }
}

/// <summary>A model of the leaderboard.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rows">Configurations that were measured.</param>
/// <param name="Datasets">Datasets it was measured on.</param>
/// <param name="Checkpoints">SHA-256 of its files, newest first; empty ones come from earlier versions.</param>
/// <param name="Measured">When it was measured last.</param>
public sealed record ModelItem(
    string Name, int Rows, IReadOnlyList<string> Datasets, IReadOnlyList<string> Checkpoints, DateTimeOffset? Measured)
{
    internal static ModelItem Of(ModelRows m) => new(
        m.Model, m.Current.Count, [.. m.Current.Select(r => r.Dataset).Distinct()],
        [.. m.All.OrderByDescending(r => r.Measured).Select(r => r.ModelSha256).Distinct()], m.All.Max(r => r.Measured));
}
