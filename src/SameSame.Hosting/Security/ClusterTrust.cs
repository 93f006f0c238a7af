using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SameSame.Hosting.Security;

/// <summary>Who belongs to the cluster: whoever has a certificate of its authority. Names are not compared, since pods have none that lasts.</summary>
internal static class ClusterTrust
{
    /// <summary>Server authentication, RFC 5280 section 4.2.1.12.</summary>
    public const string Server = "1.3.6.1.5.5.7.3.1";

    /// <summary>Client authentication, RFC 5280 section 4.2.1.12.</summary>
    public const string Client = "1.3.6.1.5.5.7.3.2";

    /// <summary>How a certificate of another member is judged.</summary>
    /// <param name="set">This member's own files.</param>
    /// <param name="purpose">What it must be good for, where it has an extended key usage; null is anything.</param>
    public static X509ChainPolicy Policy(CertificateSet set, string? purpose)
    {
        // The machine's own authorities have no say, and nothing is looked up on a network.
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(set.Authorities);
        policy.ExtraStore.AddRange(set.Intermediates);
        if (purpose is not null)
            policy.ApplicationPolicy.Add(new Oid(purpose));
        return policy;
    }

    /// <summary>Why a member's own certificate would be refused by others; null where it is not.</summary>
    public static string? Refusal(CertificateSet set)
    {
        using var chain = new X509Chain { ChainPolicy = Policy(set, purpose: null) };
        return chain.Build(set.Own) ? null : Describe(chain);
    }

    /// <summary>What is wrong with a chain.</summary>
    public static string Describe(X509Chain? chain)
    {
        var status = string.Join(", ", (chain?.ChainStatus ?? []).Select(s => s.Status).Distinct());
        return status.Length > 0 ? status : "it is not of the cluster's authority";
    }
}
