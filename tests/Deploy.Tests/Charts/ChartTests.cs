using Deploy.Tests.Support;
using SameSame.Testing;

namespace Deploy.Tests.Charts;

/// <summary>The chart as helm and Kubernetes' own types read it.</summary>
public sealed class ChartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Values => [.. Directory.GetFiles(Path.Combine(Helm.Chart, "ci"), "*-values.yaml").Select(f => Path.GetFileName(f)!).Order()];

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [MemberData(nameof(Values))]
    public async Task Every_set_of_values_lints_and_every_document_is_one_of_Kubernetes(string values)
    {
        Helm.Require();
        var (code, output) = await Helm.RunAsync("lint", "--strict", Helm.Chart, "-f", Path.Combine(Helm.Chart, "ci", values));
        Assert.True(code == 0, output);
        var rendered = await Rendered.OfAsync(values);
        Assert.InRange(rendered.Documents.Count, 10, 30);
        Assert.Contains(rendered.Deployments, d => d.Metadata.Name == "rel-coordinator");
        Assert.Contains(rendered.Deployments, d => d.Metadata.Name.StartsWith("rel-evaluator-", StringComparison.Ordinal));
    }

    [SkippableTheory]
    [InlineData("coordinaters.replicas=3", "coordinaters")]
    [InlineData("coordinators.replica=3", "replica")]
    [InlineData("evaluators.cpu.gpus=1", "gpus")]
    [InlineData("store.type=postgres", "store")]
    [InlineData("sweeps.a.schedule=monday", "sweeps")]
    [InlineData("coordinators.replicas=0", "minimum")]
    public async Task A_misspelt_key_or_value_fails(string setting, string answer)
    {
        Helm.Require();
        var (code, output) = await Helm.RunAsync("template", "rel", Helm.Chart, "--set", "tls.existingSecret=t", "--set", setting);
        Assert.NotEqual(0, code);
        Assert.Contains(answer, output, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("failureThreshold:", "failureTreshold:")]
    [InlineData("readOnlyRootFilesystem:", "readOnlyRootFileSystem:")]
    [InlineData("maxUnavailable:", "maxUnavaillable:")]
    [InlineData("policyTypes:", "policyType:")]
    [InlineData("usages:", "usage:")]
    public async Task A_misspelt_field_of_a_template_fails(string field, string misspelt)
    {
        Helm.Require();
        var yaml = await Helm.TemplateAsync("-f", Path.Combine(Helm.Chart, "ci", "gpu-postgresql-values.yaml"));
        Assert.Contains(field, yaml, StringComparison.Ordinal);
        Assert.NotEmpty(new Rendered(yaml).Documents);
        Assert.ThrowsAny<Exception>(() => new Rendered(yaml.Replace(field, misspelt, StringComparison.Ordinal)));
    }

    [SkippableTheory]
    [InlineData("tls: name existingSecret", "coordinators.replicas=2")]
    [InlineData("no cert-manager.io/v1", "tls.certManager.enabled=true")]
    public async Task What_cannot_work_is_said_before_it_is_installed(string answer, string setting)
    {
        Helm.Require();
        var (code, output) = await Helm.RunAsync("template", "rel", Helm.Chart, "--set", setting);
        Assert.NotEqual(0, code);
        Assert.Contains(answer, output, StringComparison.Ordinal);
    }

    /// <summary>Values that are not among those of <c>ci</c>, each of which once rendered what a server refuses.</summary>
    [SkippableFact]
    public async Task What_replaces_a_default_is_not_merged_with_it_and_numbers_stay_whole()
    {
        Helm.Require();
        var rendered = new Rendered(await Helm.TemplateAsync("--set", "tls.existingSecret=t,store.type=redis,zooVolume.nfs.server=s,zooVolume.nfs.path=/zoo,ports.health=9090,clusterId=a2026,podLabels.a=b",
            "--set", "settings.Cluster:ShardImages=1000000", "--set", "sweeps.one.spec=a"));
        var silo = rendered.Deployments[0].Spec.Template.Spec;
        Assert.Null(silo.Volumes.Single(v => v.Name == "zoo").PersistentVolumeClaim);
        Assert.Equal("1000000", silo.Containers[0].Env.Single(e => e.Name == "SAMESAME_SameSame__Cluster__ShardImages").Value);
        Assert.Equal("9090", silo.Containers[0].Env.Single(e => e.Name == "SAMESAME_SameSame__Health__Port").Value);
        Assert.Equal("void", silo.Containers[0].Env.Single(e => e.Name == "NVIDIA_VISIBLE_DEVICES").Value);
        Assert.Contains(rendered.Documents.OfType<k8s.Models.V1NetworkPolicy>().SelectMany(p => p.Spec.Egress).SelectMany(e => e.Ports), p => p.Port.Value == "6379");
        // Redis and a volume need no preparation.
        Assert.DoesNotContain(rendered.Documents.OfType<k8s.Models.V1Job>(), j => j.Metadata.Name == "rel-migration");
        // A job cannot be changed, so one whose pod differs has another name.
        var other = new Rendered(await Helm.TemplateAsync("--set", "tls.existingSecret=t,store.type=redis,ports.gateway=31000,sweeps.one.spec=a"));
        Assert.NotEqual(rendered.Documents.OfType<k8s.Models.V1Job>().Single().Metadata.Name, other.Documents.OfType<k8s.Models.V1Job>().Single().Metadata.Name);
    }

    /// <summary>Any name and namespace, and a name as long as helm allows.</summary>
    [SkippableFact]
    public async Task Names_fit_whatever_the_release_is_called()
    {
        Helm.Require();
        var pool = new string('p', 20);
        var (code, output) = await Helm.RunAsync("template", new string('r', 53), Helm.Chart, "--api-versions", "cert-manager.io/v1", "-f", Path.Combine(Helm.Chart, "ci", "gpu-postgresql-values.yaml"),
            "--set", $"sweeps.{pool}.spec=a", "--set", $"sweeps.{new string('q', 20)}.spec=a", "--set", $"sweeps.{new string('q', 20)}.schedule=@daily", "--set", $"evaluators.{pool}.replicas=1");
        Assert.True(code == 0, output);
        var documents = new Rendered(output).Documents;
        Assert.Equal(2, documents.OfType<k8s.Models.V1CronJob>().Count());
        Assert.All(documents.OfType<k8s.Models.V1CronJob>(), j => Assert.InRange(j.Metadata.Name.Length, 1, 52));
        var names = documents.Cast<k8s.IKubernetesObject<k8s.Models.V1ObjectMeta>>().Select(d => d.Metadata.Name).ToList();
        Assert.All(names, n => Assert.InRange(n.Length, 1, 63));
    }
}
