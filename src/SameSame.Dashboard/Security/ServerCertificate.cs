using System.Security.Cryptography.X509Certificates;
using System.Net.Security;
using SameSame.Evaluation.Configuration;

namespace SameSame.Dashboard.Security;

/// <summary>The certificate that browsers see, from a folder as a secret's mount has it; read again when its file
/// changes.</summary>
internal static class ServerCertificate
{
    /// <summary>Chooses the certificate of a connection.</summary>
    /// <exception cref="SpecException">The folder has none.</exception>
    public static Func<SslStreamCertificateContext> Of(string folder)
    {
        var (certificate, key) = (Path.Combine(folder, "tls.crt"), Path.Combine(folder, "tls.key"));
        var current = Read(certificate, key);
        var (read, guard) = (File.GetLastWriteTimeUtc(certificate), new Lock());
        return () =>
        {
            lock (guard)
            {
                if (File.GetLastWriteTimeUtc(certificate) is var written && written != read)
                {
                    try
                    {
                        (current, read) = (Read(certificate, key), written);
                    }
                    catch (SpecException)
                    {
                        // Half of a renewal; the next connection looks again.
                    }
                }

                return current;
            }
        };
    }

    private static SslStreamCertificateContext Read(string certificate, string key)
    {
        try
        {
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(certificate);
            // The first is its own; the others lead to an authority that browsers know.
            return SslStreamCertificateContext.Create(
                X509Certificate2.CreateFromPemFile(certificate, key), [.. chain.Skip(1)], offline: true);
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
        {
            throw new SpecException(
                $"{DashboardOptions.Section}:CertificateFolder: {certificate} and {key} are not a certificate and its key ({e.Message.ReplaceLineEndings(" ")})",
                e);
        }
    }
}
