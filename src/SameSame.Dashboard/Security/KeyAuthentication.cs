using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SameSame.Contracts.Keys;

namespace SameSame.Dashboard.Security;

/// <summary>Recognizes callers by an API key in the header <c>Authorization: Bearer</c> or <c>X-Api-Key</c>.</summary>
internal sealed class KeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, KeyStore keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "key", KeyClaim = "samesame.key";
    private const string Bearer = "Bearer ";

    /// <summary>The key that a request carries; null where it carries none.</summary>
    public static string? TextOf(Microsoft.AspNetCore.Http.HttpRequest request)
    {
        if (request.Headers["X-Api-Key"] is [{ Length: > 0 } direct])
            return direct;
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith($"{Bearer}ss_", StringComparison.Ordinal) ? header[Bearer.Length..] : null;
    }

    /// <summary>Who has a key, for cookies and requests alike.</summary>
    public static ClaimsPrincipal PrincipalOf(ApiKey key, string scheme) => new(new ClaimsIdentity(
    [
        new Claim(ClaimTypes.Name, key.Name), new Claim(KeyClaim, key.Id),
        new Claim(ClaimTypes.Role, key.Role == ApiRole.Operator ? Policies.Operator : Policies.Viewer),
    ], scheme));

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (TextOf(Request) is not { } text)
            return AuthenticateResult.NoResult();
        return await keys.FindAsync(text, Context.RequestAborted).ConfigureAwait(false) is { } key
            ? AuthenticateResult.Success(new AuthenticationTicket(PrincipalOf(key, Scheme.Name), Scheme.Name))
            : AuthenticateResult.Fail("unknown or revoked key");
    }
}
