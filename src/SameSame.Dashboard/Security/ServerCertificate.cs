using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using SameSame.Evaluation.Configuration;

namespace SameSame.Dashboard.Security;

/// <summary>The certificate that browsers see, from a folder as a secret's mount has it; read again when its file changes.</summary>
internal static class ServerCertificate
{
    /// <summary>Chooses the certificate of a connection.</summary>
    /// <exception cref="SpecException">The folder has none.</exception>
    public static Func<ConnectionContext?, string?, X509Certificate2?> Of(string folder)
    {
        var (certificate, key) = (Path.Combine(folder, "tls.crt"), Path.Combine(folder, "tls.key"));
        var current = Read(certificate, key);
        var (read, guard) = (File.GetLastWriteTimeUtc(certificate), new Lock());
        return (_, _) =>
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

    private static X509Certificate2 Read(string certificate, string key)
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(certificate, key);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
        {
            throw new SpecException($"{DashboardOptions.Section}:CertificateFolder: {certificate} and {key} are not a certificate and its key ({e.Message.ReplaceLineEndings(" ")})", e);
        }
    }
}
