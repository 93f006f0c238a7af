using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace SameSame.Dashboard.Security;

/// <summary>Headers that keep a browser from doing anything a page of ours does not need: no inline script or style, nothing of
/// another host, no frame around it.</summary>
internal static class SecurityHeaders
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static void UseSecurityHeaders(this WebApplication web, bool https) => web.Use((context, next) =>
    {
        // When the answer begins, not before: what handles a failure clears the headers.
        context.Response.OnStarting(() =>
        {
            Set(context.Response.Headers, https);
            return Task.CompletedTask;
        });
        return next(context);
    });

    private static void Set(IHeaderDictionary headers, bool https)
    {
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        if (https)
            headers.StrictTransportSecurity = "max-age=31536000";
    }
}
