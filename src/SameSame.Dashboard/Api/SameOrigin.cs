using Microsoft.AspNetCore.Http;
using SameSame.Dashboard.Security;

namespace SameSame.Dashboard.Api;

/// <summary>
/// Refuses changes that a page of another origin asks a browser for. Cookies and loopback alone would take them for the user's
/// own; a key in a header is nothing that a foreign page has. Browsers say where a request comes from (Fetch Metadata, W3C),
/// programs say nothing.
/// </summary>
internal sealed class SameOrigin : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        return HttpMethods.IsGet(request.Method) || KeyAuthentication.TextOf(request) is not null || IsOwn(request)
            ? await next(context).ConfigureAwait(false)
            : TypedResults.Problem("the request comes from a page of another origin", statusCode: StatusCodes.Status403Forbidden);
    }

    private static bool IsOwn(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"] is [{ } site])
            return site is "same-origin" or "none";
        return request.Headers.Origin is not [{ } origin]
            || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority == request.Host.Value);
    }
}
