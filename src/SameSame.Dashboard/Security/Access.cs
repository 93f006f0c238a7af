using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace SameSame.Dashboard.Security;

/// <summary>Registers how callers are recognized and what each role may do.</summary>
internal static class Access
{
    private const string Any = "any";

    public static void Add(IServiceCollection services, DashboardOptions options)
    {
        services.AddSingleton<KeyStore>();
        var scheme = options.Authenticates ? Any : OpenAuthentication.Name;
        var authentication = services.AddAuthentication(scheme);
        if (options.Authenticates)
            AddSchemes(authentication, options);
        else
            authentication.AddScheme<AuthenticationSchemeOptions, OpenAuthentication>(OpenAuthentication.Name, null);
        services.AddAuthorizationBuilder()
            .AddPolicy(Policies.Viewer, p => p.RequireRole(Policies.Viewer, Policies.Operator))
            .AddPolicy(Policies.Operator, p => p.RequireRole(Policies.Operator))
            // What is not marked otherwise wants somebody who may look.
            .SetFallbackPolicy(new AuthorizationPolicyBuilder(scheme).RequireRole(Policies.Viewer, Policies.Operator).Build());
    }

    private static void AddSchemes(AuthenticationBuilder authentication, DashboardOptions options)
    {
        authentication.AddPolicyScheme(Any, null, any => any.ForwardDefaultSelector = context =>
            KeyAuthentication.TextOf(context.Request) is not null ? KeyAuthentication.Name
            : options.Oidc.Enabled && context.Request.Headers.Authorization.Count > 0 ? JwtBearerDefaults.AuthenticationScheme
            : CookieAuthenticationDefaults.AuthenticationScheme);
        authentication.AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.Name, null);
        authentication.AddCookie(cookie =>
        {
            cookie.Cookie.Name = "samesame";
            cookie.Cookie.SameSite = options.Oidc.Enabled ? SameSiteMode.Lax : SameSiteMode.Strict;
            cookie.Cookie.SecurePolicy = options.CertificateFolder is null
                ? CookieSecurePolicy.SameAsRequest
                : CookieSecurePolicy.Always;
            // An issuer is asked again what somebody may do; keys are looked at with every request.
            cookie.ExpireTimeSpan = options.Oidc.Enabled ? TimeSpan.FromHours(1) : TimeSpan.FromHours(12);
            cookie.SlidingExpiration = false;
            cookie.LoginPath = "/signin";
            cookie.AccessDeniedPath = "/denied";
            cookie.Events.OnRedirectToLogin = Answer(StatusCodes.Status401Unauthorized);
            cookie.Events.OnRedirectToAccessDenied = Answer(StatusCodes.Status403Forbidden);
            cookie.Events.OnValidatePrincipal = DropRevokedAsync;
        });
        if (options.Oidc.Enabled)
            Oidc.Add(authentication, options.Oidc);
    }

    // Programs get a status, people a page.
    private static Func<RedirectContext<CookieAuthenticationOptions>, Task> Answer(int status) => context =>
    {
        if (context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
            context.Response.StatusCode = status;
        else
            context.Response.Redirect(context.RedirectUri);
        return Task.CompletedTask;
    };

    private static async Task DropRevokedAsync(CookieValidatePrincipalContext context)
    {
        if (context.Principal?.FindFirstValue(KeyAuthentication.KeyClaim) is not { } id)
            return;
        var keys = context.HttpContext.RequestServices.GetRequiredService<KeyStore>();
        if (!await keys.HoldsAsync(id, context.HttpContext.RequestAborted).ConfigureAwait(false))
            context.RejectPrincipal();
    }
}
