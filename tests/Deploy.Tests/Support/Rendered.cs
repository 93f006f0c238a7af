using k8s;
using k8s.Models;

namespace Deploy.Tests.Support;

/// <summary>The documents of a rendered chart, read strictly: a field that Kubernetes does not know is an error.</summary>
internal sealed class Rendered(string yaml)
{
    private static readonly Dictionary<string, Type> Custom = new() { ["cert-manager.io/v1/Certificate"] = typeof(Certificate) };

    public List<object> Documents { get; } = KubernetesYaml.LoadAllFromString(yaml, Custom, strict: true);

    public List<V1Deployment> Deployments => [.. Documents.OfType<V1Deployment>()];

    /// <summary>Every pod that the chart makes, by the name of what makes it.</summary>
    public List<(string Owner, V1PodTemplateSpec Pod)> Pods =>
    [
        .. Deployments.Select(d => (d.Name(), d.Spec.Template)),
        .. Documents.OfType<V1Job>().Select(j => (j.Name(), j.Spec.Template)),
        .. Documents.OfType<V1CronJob>().Select(j => (j.Name(), j.Spec.JobTemplate.Spec.Template)),
    ];

    public V1ConfigMap ConfigMap(string name) => Documents.OfType<V1ConfigMap>().Single(m => m.Name() == name);

    /// <summary>Renders a file of the chart's <c>ci</c> folder.</summary>
    public static async Task<Rendered> OfAsync(string values, params string[] more) => new(await Helm.TemplateAsync(["-f", Path.Combine(Helm.Chart, "ci", values), .. more]));
}
