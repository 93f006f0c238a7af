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

    /// <summary>Any name and namespace, and a name as long as helm allows.</summary>
    [SkippableFact]
    public async Task Names_fit_whatever_the_release_is_called()
    {
        Helm.Require();
        var (code, output) = await Helm.RunAsync("template", new string('r', 53), Helm.Chart, "--api-versions", "cert-manager.io/v1", "-f", Path.Combine(Helm.Chart, "ci", "gpu-postgresql-values.yaml"));
        Assert.True(code == 0, output);
        var names = new Rendered(output).Documents.Cast<k8s.IKubernetesObject<k8s.Models.V1ObjectMeta>>().Select(d => d.Metadata.Name).ToList();
        Assert.All(names, n => Assert.InRange(n.Length, 1, 63));
    }
}
