using SameSame.Evaluation.Configuration;

namespace SameSame.Dashboard.Security;

/// <summary>Sign-in by OpenID Connect: people in a browser by the authorization code flow, programs by the issuer's
/// tokens.</summary>
public sealed class OidcOptions
{
    /// <summary>The issuer's address; unset is no sign-in.</summary>
    public string? Authority { get; set; }

    /// <summary>The client that was registered there.</summary>
    public string? ClientId { get; set; }

    /// <summary>Its secret; as an environment variable or a mounted file, never in a settings file.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>Audience of tokens that programs send; the client's id where it is unset.</summary>
    public string? Audience { get; set; }

    /// <summary>The claim that holds roles or groups.</summary>
    public string RoleClaim { get; set; } = "roles";

    /// <summary>Its value for those who may look.</summary>
    public string ViewerRole { get; set; } = "samesame-viewer";

    /// <summary>Its value for those who may also start, stop and delete.</summary>
    public string OperatorRole { get; set; } = "samesame-operator";

    /// <summary>False for an issuer without TLS: in tests.</summary>
    public bool RequireHttps { get; set; } = true;

    /// <summary>Whether it is set.</summary>
    public bool Enabled => Authority is not null;

    /// <summary>Refuses what is only half set.</summary>
    /// <exception cref="SpecException">The field that is missing.</exception>
    public void Check()
    {
        if (Enabled && (ClientId is null || ClientSecret is null))
            throw new SpecException(
                $"{DashboardOptions.Section}:Oidc: Authority is set, so ClientId and ClientSecret are needed too");
    }
}
