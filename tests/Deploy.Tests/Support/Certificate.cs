using System.Text.Json.Serialization;
using k8s;
using k8s.Models;

namespace Deploy.Tests.Support;

/// <summary>cert-manager's resource, as far as the chart uses it; another field is an error here, as a misspelt one is there.</summary>
public sealed class Certificate : IKubernetesObject<V1ObjectMeta>
{
    public string ApiVersion { get; set; } = "";

    public string Kind { get; set; } = "";

    public V1ObjectMeta Metadata { get; set; } = new();

    public CertificateSpec Spec { get; set; } = new();
}

/// <summary>cert-manager.io/v1, <c>CertificateSpec</c>.</summary>
public sealed class CertificateSpec
{
    [JsonPropertyName("secretName")]
    public string SecretName { get; set; } = "";

    public string CommonName { get; set; } = "";

    public List<string> DnsNames { get; set; } = [];

    public string Duration { get; set; } = "";

    public string RenewBefore { get; set; } = "";

    public Dictionary<string, object> PrivateKey { get; set; } = [];

    public List<string> Usages { get; set; } = [];

    public Dictionary<string, string> IssuerRef { get; set; } = [];
}
