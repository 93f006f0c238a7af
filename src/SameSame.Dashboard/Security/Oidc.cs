using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace SameSame.Dashboard.Security;

/// <summary>Sign-in by OpenID Connect, and the issuer's tokens for programs; both get their role from the same claim.</summary>
internal static class Oidc
{
    public static void Add(AuthenticationBuilder authentication, OidcOptions options)
    {
        authentication.AddOpenIdConnect(connect =>
        {
            connect.SignInScheme = CookieAuthenticationDefaults.AuthenticationScheme;
            (connect.Authority, connect.ClientId, connect.ClientSecret) =
                (options.Authority, options.ClientId, options.ClientSecret);
            connect.ResponseType = OpenIdConnectResponseType.Code;
            connect.UsePkce = true;
            // With PKCE a code in the address is worth nothing to others, and the cookies need not cross sites.
            connect.ResponseMode = OpenIdConnectResponseMode.Query;
            connect.CorrelationCookie.SameSite = connect.NonceCookie.SameSite = SameSiteMode.Lax;
            connect.CorrelationCookie.SecurePolicy = connect.NonceCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            connect.RequireHttpsMetadata = options.RequireHttps;
            connect.MapInboundClaims = false;
            connect.TokenValidationParameters.NameClaimType = "name";
            connect.Events.OnTokenValidated = context => Assign(context.Principal, options);
        });
        authentication.AddJwtBearer(bearer =>
        {
            (bearer.Authority, bearer.Audience) = (options.Authority, options.Audience ?? options.ClientId);
            bearer.RequireHttpsMetadata = options.RequireHttps;
            bearer.MapInboundClaims = false;
            bearer.TokenValidationParameters.NameClaimType = "name";
            bearer.Events = new JwtBearerEvents { OnTokenValidated = context => Assign(context.Principal, options) };
        });
    }

    private static Task Assign(ClaimsPrincipal? principal, OidcOptions options)
    {
        if (principal?.Identity is ClaimsIdentity identity)
        {
            // An issuer's own role claim of the same type must not be taken for one of ours.
            foreach (var foreign in identity.FindAll(ClaimTypes.Role).ToList())
                identity.RemoveClaim(foreign);
            var granted = identity.FindAll(options.RoleClaim).Select(c => c.Value).ToHashSet(StringComparer.Ordinal);
            if (granted.Contains(options.OperatorRole))
                identity.AddClaim(new Claim(ClaimTypes.Role, Policies.Operator));
            else if (granted.Contains(options.ViewerRole))
                identity.AddClaim(new Claim(ClaimTypes.Role, Policies.Viewer));
        }

        return Task.CompletedTask;
    }
}
