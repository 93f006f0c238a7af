using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SameSame.Evaluation.Configuration;

namespace SameSame.Hosting.Security;

/// <summary>The three files of a cluster member, as Kubernetes' TLS secrets and cert-manager name them: <c>tls.crt</c>, <c>tls.key</c> and <c>ca.crt</c>, PEM.</summary>
/// <param name="Own">The member's certificate with its private key.</param>
/// <param name="Intermediates">What <c>tls.crt</c> holds behind it.</param>
/// <param name="Authorities">Whoever signs the cluster's certificates.</param>
public sealed record CertificateSet(X509Certificate2 Own, X509Certificate2Collection Intermediates, X509Certificate2Collection Authorities)
{
    /// <summary>What is sent to the other side: the certificate with its intermediates. Nothing is looked up on a network for it.</summary>
    public SslStreamCertificateContext Shown { get; } = SslStreamCertificateContext.Create(Own, Intermediates, offline: true);

    private static readonly string[] Names = ["tls.crt", "tls.key", "ca.crt"];

    /// <summary>The bytes of the files, by which a renewal is noticed.</summary>
    /// <exception cref="SpecException">One cannot be read.</exception>
    public static byte[][] ReadFiles(string folder) => [.. Names.Select(n => ReadFile(folder, n))];

    /// <summary>Reads a set from the bytes of its files.</summary>
    /// <param name="folder">Named in messages.</param>
    /// <param name="files">What <see cref="ReadFiles"/> gave.</param>
    /// <param name="now">The certificate must be valid then.</param>
    /// <exception cref="SpecException">The files do not belong together, or the certificate is not valid.</exception>
    public static CertificateSet Parse(string folder, byte[][] files, DateTimeOffset now)
    {
        var text = Array.ConvertAll(files, System.Text.Encoding.UTF8.GetString);
        try
        {
            var own = X509Certificate2.CreateFromPem(text[0], text[1]);
            var (chain, authorities) = (new X509Certificate2Collection(), new X509Certificate2Collection());
            chain.ImportFromPem(text[0]);
            authorities.ImportFromPem(text[2]);
            if (authorities.Count == 0)
                throw Wrong(folder, "ca.crt holds no certificate");
            if (now < own.NotBefore || now > own.NotAfter)
                throw Wrong(folder, $"tls.crt is valid from {own.NotBefore.ToUniversalTime():u} to {own.NotAfter.ToUniversalTime():u} only; renew it");
            var set = new CertificateSet(own, [.. chain.Skip(1)], authorities);
            return ClusterTrust.Refusal(set) is { } refusal ? throw Wrong(folder, $"tls.crt is not one of ca.crt's ({refusal})") : set;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw Wrong(folder, "tls.crt, tls.key and ca.crt do not belong together, or one of them is not PEM", e);
        }
    }

    private static byte[] ReadFile(string folder, string name)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(folder, name));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Wrong(folder, $"{name} cannot be read; the folder holds tls.crt, tls.key and ca.crt (PEM), as a Kubernetes TLS secret does", e);
        }
    }

    private static SpecException Wrong(string folder, string what, Exception? inner = null) => inner is null
        ? new($"{ClusterTls.Setting} {folder}: {what}")
        : new($"{ClusterTls.Setting} {folder}: {what}", inner);
}
