using System.Net;
using Microsoft.Extensions.Configuration;
using SameSame.Dashboard.Security;
using SameSame.Evaluation.Configuration;

namespace SameSame.Dashboard;

/// <summary>Where the dashboard listens and who may use it; bound from the section <c>SameSame:Dashboard</c>.</summary>
public sealed class DashboardOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "SameSame:Dashboard";

    /// <summary>Address it binds. A silo binds its own by default, a command 127.0.0.1.</summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>Port; 0 takes a free one.</summary>
    public int Port { get; set; } = 5080;

    /// <summary><c>none</c> lets everybody do everything, on loopback only; <c>keys</c> wants an API key or, where
    /// <see cref="Oidc"/> is set, a sign-in. Unset is <c>none</c> on loopback.</summary>
    public string? Authentication { get; set; }

    /// <summary>Names under which browsers reach it, separated by semicolons; others are refused, so that no foreign page can
    /// point its own name here. Unset is any where there is authentication.</summary>
    public string? Hosts { get; set; }

    /// <summary>Networks of proxies that may say from where and by which scheme a request came, <c>10.0.0.0/8</c>, separated by
    /// semicolons; unset is nobody.</summary>
    public string? Proxies { get; set; }

    /// <summary>Folder with <c>tls.crt</c> and <c>tls.key</c>; unset is HTTP, for loopback or behind a proxy that has
    /// TLS.</summary>
    public string? CertificateFolder { get; set; }

    /// <summary>Folder of the keys that sign cookies. Several dashboards of one cluster share it; unset, a restart ends
    /// everybody's session.</summary>
    public string? CookieKeysFolder { get; set; }

    /// <summary>Requests that one caller may send within a minute.</summary>
    public int RequestsPerMinute { get; set; } = 600;

    /// <summary>Sign-in by OpenID Connect.</summary>
    public OidcOptions Oidc { get; set; } = new();

    /// <summary>Whether callers have to say who they are.</summary>
    public bool Authenticates => Authentication is "keys" || (Authentication is null && Oidc.Enabled);

    /// <summary>Reads and checks the settings.</summary>
    /// <param name="settings">Configuration of the process.</param>
    /// <param name="address">Address to bind where none is set.</param>
    /// <exception cref="SpecException">They would let strangers in, or cannot be used.</exception>
    public static DashboardOptions Read(IConfiguration settings, string address = "127.0.0.1")
    {
        var options = new DashboardOptions { Address = address };
        settings.GetSection(Section).Bind(options);
        options.Check();
        return options;
    }

    /// <summary>Refuses settings that would let strangers in, or that cannot be used.</summary>
    /// <exception cref="SpecException">The first that is found, with the fix.</exception>
    public void Check()
    {
        if (!IPAddress.TryParse(Address, out var address))
            throw new SpecException($"{Section}:Address '{Address}': expected an IP address, as 127.0.0.1 or 0.0.0.0");
        if (Port is < 0 or > 65535)
            throw new SpecException($"{Section}:Port {Port}: expected 0 (a free one) to 65535");
        if (Authentication is not (null or "none" or "keys"))
            throw new SpecException($"{Section}:Authentication '{Authentication}': expected none or keys");
        if (RequestsPerMinute < 1)
            throw new SpecException($"{Section}:RequestsPerMinute {RequestsPerMinute}: expected a positive number");
        if (!IPAddress.IsLoopback(address) && !Authenticates)
            throw new SpecException(
                $"{Section}:Address {Address}: whoever reaches it could start and delete sweeps; set {Section}:Authentication to keys ('samesame key create' makes one) or {Section}:Oidc, or bind 127.0.0.1");
        ProxyNetworks();
        Oidc.Check();
    }

    /// <summary>The networks of <see cref="Proxies"/>.</summary>
    /// <exception cref="SpecException">One of them is none.</exception>
    public IReadOnlyList<IPNetwork> ProxyNetworks() =>
        [.. (Proxies ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(text => IPNetwork.TryParse(text, out var network)
                ? network
                : throw new SpecException($"{Section}:Proxies '{text}': expected a network, as 10.0.0.0/8"))];
}
