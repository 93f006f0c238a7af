using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SameSame.Testing;

/// <summary>An authority of a test's own, which issues the folders that members of a cluster with TLS are given.</summary>
public sealed class TestAuthority : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;
    private readonly string _root, _behind;

    /// <summary>A new authority; two of one name trust each other no more than two of different names.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="parent">Who signs it; null is itself. Members are then told of the parent alone and show this one along with their own.</param>
    public TestAuthority(string name, TestAuthority? parent = null)
    {
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        if (parent is null)
            _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(10));
        else
            _certificate = request.Create(parent._certificate, DateTimeOffset.UtcNow.AddDays(-1.8), DateTimeOffset.UtcNow.AddDays(9), RandomNumberGenerator.GetBytes(12)).CopyWithPrivateKey(_key);
        (_root, _behind) = parent is null ? (Pem, "") : (parent._root, Pem);
    }

    /// <summary>The authority itself, PEM.</summary>
    public string Pem => _certificate.ExportCertificatePem();

    /// <summary>Writes <c>tls.crt</c>, <c>tls.key</c> and <c>ca.crt</c> into a folder, as a secret's mount has them.</summary>
    /// <param name="folder">Made where it is missing.</param>
    /// <param name="name">Name of the member.</param>
    /// <param name="days">How long it is valid from now; negative is expired since then.</param>
    /// <param name="purposes">Extended key usages; both by default.</param>
    public string Issue(string folder, string name, double days = 5, params string[] purposes)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        OidCollection uses = [];
        foreach (var purpose in purposes.Length > 0 ? purposes : ["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"])
            uses.Add(new Oid(purpose));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(uses, false));
        using var issued = request.Create(_certificate, DateTimeOffset.UtcNow.AddDays(-1.5), DateTimeOffset.UtcNow.AddDays(days), RandomNumberGenerator.GetBytes(12));
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "tls.crt"), $"{issued.ExportCertificatePem()}\n{_behind}");
        File.WriteAllText(Path.Combine(folder, "tls.key"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(Path.Combine(folder, "ca.crt"), _root);
        return folder;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }
}
