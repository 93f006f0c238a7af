using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SameSame.Dashboard.Pages;

namespace SameSame.Dashboard.Security;

/// <summary>Sign-in of browsers, by key or by the configured issuer, and sign-out.</summary>
internal static class SignInEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, DashboardOptions options)
    {
        if (!options.Authenticates)
            return;
        routes.MapPost("/signin/key", KeyAsync).AllowAnonymous().RequireRateLimiting(RateLimits.SignIn).ExcludeFromDescription();
        routes.MapPost("/signout", SignOutAsync).AllowAnonymous().ExcludeFromDescription();
        if (options.Oidc.Enabled)
        {
            routes.MapGet("/signin/oidc", (string? returnUrl) => TypedResults.Challenge(
                new AuthenticationProperties { RedirectUri = Local(returnUrl) }, [OpenIdConnectDefaults.AuthenticationScheme]))
                .AllowAnonymous().RequireRateLimiting(RateLimits.SignIn).ExcludeFromDescription();
        }
    }

    private static async Task<IResult> KeyAsync(
        HttpContext context, IAntiforgery antiforgery, KeyStore keys, CancellationToken stop)
    {
        await antiforgery.ValidateRequestAsync(context).ConfigureAwait(false);
        var form = await context.Request.ReadFormAsync(stop).ConfigureAwait(false);
        var back = Local(form["returnUrl"]);
        if (await keys.FindAsync(form["key"].ToString().Trim(), stop).ConfigureAwait(false) is not { } key)
            return TypedResults.Redirect(Links.To("/signin", ("failed", true), ("returnUrl", back)));
        await context.SignInAsync(
            CookieAuthenticationDefaults.AuthenticationScheme,
            KeyAuthentication.PrincipalOf(key, CookieAuthenticationDefaults.AuthenticationScheme)).ConfigureAwait(false);
        return TypedResults.LocalRedirect(back);
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, IAntiforgery antiforgery)
    {
        await antiforgery.ValidateRequestAsync(context).ConfigureAwait(false);
        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme).ConfigureAwait(false);
        return TypedResults.LocalRedirect("/signin");
    }

    // Only pages of ours: a link must not lead through the sign-in to somebody else's.
    private static string Local(string? url) =>
        url is { Length: > 0 } && url[0] == '/' && (url.Length == 1 || url[1] is not ('/' or '\\'))
        && url.All(c => c > ' ' && c != '\u007f') ? url : "/";
}
