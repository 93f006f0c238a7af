using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Orleans.Connections.Security;
using Orleans.Hosting;
using SameSame.Evaluation.Configuration;

namespace SameSame.Hosting.Security;

/// <summary>Mutual TLS between silos and from clients to gateways: both sides show a certificate of the cluster's authority.</summary>
public sealed partial class ClusterTls
{
    /// <summary>The folder of the certificates.</summary>
    public const string Setting = "SameSame:Tls:Folder";

    /// <summary>Allows a silo to serve other machines in clear text.</summary>
    public const string Insecure = "SameSame:Silo:Insecure";

    private readonly ClusterCertificates _certificates;
    private ILogger? _logger;

    private ClusterTls(string folder) => (Folder, _certificates) = (folder, new ClusterCertificates(folder, TimeProvider.System));

    /// <summary>Where the certificates are.</summary>
    public string Folder { get; }

    /// <summary>The certificates of a folder, or null where none is named: connections are in clear text then.</summary>
    /// <exception cref="SpecException">They cannot be used.</exception>
    public static ClusterTls? Of(string? folder) => string.IsNullOrWhiteSpace(folder) ? null : new ClusterTls(folder);

    /// <summary>What a silo's settings say.</summary>
    /// <param name="settings">Its settings.</param>
    /// <param name="address">Where other silos reach it.</param>
    /// <exception cref="SpecException">They name no certificates, and it would serve more than this machine.</exception>
    public static ClusterTls? OfSilo(IConfiguration settings, IPAddress address)
    {
        var tls = Of(settings[Setting]);
        var anywhere = !IPAddress.IsLoopback(address) || settings.GetValue("SameSame:Silo:ListenOnAny", false);
        return tls is null && anywhere && !settings.GetValue(Insecure, false)
            ? throw new SpecException($"SameSame:Silo:Address {address}: a silo that other machines reach needs TLS; name a folder with tls.crt, tls.key and ca.crt in {Setting}, or accept clear text with {Insecure}=true")
            : tls;
    }

    /// <summary>Secures the ports of a silo and its connections to others.</summary>
    public void Apply(ISiloBuilder silo) => silo.UseTls(Configure);

    /// <summary>Secures the connections of a client.</summary>
    public void Apply(IClientBuilder client) => client.UseTls(Configure);

    /// <summary>Tells of refusals and renewals from now on.</summary>
    public void LogTo(ILoggerFactory loggers)
    {
        _logger = loggers.CreateLogger<ClusterTls>();
        _certificates.Logger = _logger;
    }

    private void Configure(TlsOptions options)
    {
        // Asked for before any connection; each connection takes the current one below.
        options.LocalCertificate = _certificates.Current.Own;
        (options.RemoteCertificateMode, options.ClientCertificateMode) = (RemoteCertificateMode.RequireCertificate, RemoteCertificateMode.RequireCertificate);
        options.RemoteCertificateValidation = Trusts;
        options.OnAuthenticateAsServer = (_, server) =>
        {
            server.ClientCertificateRequired = true;
            var (options, current) = ((SslServerAuthenticationOptions)server.SslServerAuthenticationOptions, _certificates.Current);
            options.CertificateChainPolicy = ClusterTrust.Policy(current, ClusterTrust.Client);
            // A selected certificate would be sent without its intermediates.
            (options.ServerCertificate, options.ServerCertificateSelectionCallback, options.ServerCertificateContext) = (null, null, current.Shown);
        };
        options.OnAuthenticateAsClient = (_, client) =>
        {
            // Sent, and not compared.
            client.TargetHost = "samesame";
            var (options, current) = ((SslClientAuthenticationOptions)client.SslClientAuthenticationOptions, _certificates.Current);
            options.CertificateChainPolicy = ClusterTrust.Policy(current, ClusterTrust.Server);
            (options.ClientCertificates, options.LocalCertificateSelectionCallback, options.ClientCertificateContext) = (null, null, current.Shown);
        };
    }

    private bool Trusts(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is not null && (errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None)
            return true;
        if (_logger is not null)
            Refused(_logger, certificate is null ? "it shows no certificate" : ClusterTrust.Describe(chain), certificate?.Subject ?? "none");
        return false;
    }

    [LoggerMessage(3, LogLevel.Warning, "TLS: a connection is refused: {Refusal} (certificate: {Subject})")]
    private static partial void Refused(ILogger logger, string refusal, string subject);
}
