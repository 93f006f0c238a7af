using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SameSame.Dashboard.Security;

namespace SameSame.Dashboard.Api;

/// <summary>The HTTP interface.</summary>
internal static class ApiRoutes
{
    public const string Root = "/api/v1";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(Root).RequireAuthorization(Policies.Viewer).DisableAntiforgery()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status429TooManyRequests);
        api.AddEndpointFilter<SameOrigin>();
        SweepEndpoints.Map(api);
        BoardEndpoints.Map(api);
        CellEndpoints.Map(api);
        routes.MapOpenApi($"{Root}/openapi.json").AllowAnonymous();
    }
}
