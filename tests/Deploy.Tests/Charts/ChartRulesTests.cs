using Deploy.Tests.Support;
using k8s;
using k8s.Models;
using SameSame.Hosting.Silos;

namespace Deploy.Tests.Charts;

/// <summary>What every set of values must give: probes, selectors that match, budgets, ports, restricted pods, settings that a silo reads.</summary>
public sealed class ChartRulesTests
{
    public static TheoryData<string> Values => ChartTests.Values;

    [SkippableTheory]
    [MemberData(nameof(Values))]
    public async Task Selectors_match_one_workload_each(string values)
    {
        Helm.Require();
        var rendered = await Rendered.OfAsync(values);
        foreach (var deployment in rendered.Deployments)
        {
            Assert.True(Matches(deployment.Spec.Selector.MatchLabels, deployment.Spec.Template.Metadata.Labels), deployment.Name());
            Assert.Single(rendered.Deployments, d => Matches(deployment.Spec.Selector.MatchLabels, d.Spec.Template.Metadata.Labels));
            // One budget each, which leaves a drain something to do.
            var budget = Assert.Single(rendered.Documents.OfType<V1PodDisruptionBudget>(), b => Matches(b.Spec.Selector.MatchLabels, deployment.Spec.Template.Metadata.Labels));
            Assert.True(budget.Spec.MaxUnavailable is not null || int.Parse(budget.Spec.MinAvailable.Value, System.Globalization.CultureInfo.InvariantCulture) < deployment.Spec.Replicas, budget.Name());
        }

        var dashboard = rendered.Documents.OfType<V1Service>().Single(s => s.Name() == "rel-dashboard");
        Assert.Single(rendered.Deployments, d => Matches(dashboard.Spec.Selector, d.Spec.Template.Metadata.Labels) && d.Name() == "rel-dashboard"
            && d.Spec.Template.Spec.Containers[0].Ports.Any(p => p.Name == dashboard.Spec.Ports[0].TargetPort.Value));
        var gateway = rendered.Documents.OfType<V1Service>().Single(s => s.Name() == "rel-gateway");
        Assert.Equal("None", gateway.Spec.ClusterIP);
        Assert.Single(rendered.Deployments, d => Matches(gateway.Spec.Selector, d.Spec.Template.Metadata.Labels) && d.Name() == "rel-coordinator");
        Assert.Contains(rendered.Deployments[0].Spec.Template.Spec.Containers[0].Ports, p => p.Name == gateway.Spec.Ports[0].TargetPort.Value);
    }

    [SkippableTheory]
    [MemberData(nameof(Values))]
    public async Task Every_pod_is_restricted_and_gets_no_token(string values)
    {
        Helm.Require();
        foreach (var (owner, pod) in (await Rendered.OfAsync(values)).Pods)
        {
            Assert.True(pod.Spec.AutomountServiceAccountToken == false, owner);
            Assert.True(pod.Spec.SecurityContext is { RunAsNonRoot: true, RunAsUser: > 0, SeccompProfile.Type: "RuntimeDefault" }, owner);
            foreach (var security in pod.Spec.Containers.Select(c => c.SecurityContext))
            {
                Assert.True(security is { AllowPrivilegeEscalation: false, ReadOnlyRootFilesystem: true }, owner);
                Assert.Equal(["ALL"], security.Capabilities.Drop);
            }

            // One source each: two are refused by the server, not by the types.
            foreach (var volume in pod.Spec.Volumes)
                Assert.Single(typeof(V1Volume).GetProperties(), p => p.Name != nameof(V1Volume.Name) && p.GetValue(volume) is not null);
            // Mounts and volumes belong together, and what is not written to is read-only.
            Assert.Equal(pod.Spec.Volumes.Select(v => v.Name).Order(), pod.Spec.Containers[0].VolumeMounts.Select(m => m.Name).Order());
            Assert.All(pod.Spec.Containers[0].VolumeMounts.Where(m => m.Name is "zoo" or "images" or "tls" or "settings"), m => Assert.True(m.ReadOnlyProperty, $"{owner} {m.Name}"));
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Values))]
    public async Task Silos_are_probed_on_a_port_of_their_own_and_have_time_to_hand_work_back(string values)
    {
        Helm.Require();
        var rendered = await Rendered.OfAsync(values);
        foreach (var deployment in rendered.Deployments)
        {
            var pod = deployment.Spec.Template.Spec;
            var silo = pod.Containers[0];
            Assert.Equal(["startup", "live", "ready"], new[] { silo.StartupProbe, silo.LivenessProbe, silo.ReadinessProbe }.Select(p => p.HttpGet.Path["/healthz/".Length..]));
            Assert.All(new[] { silo.StartupProbe, silo.LivenessProbe, silo.ReadinessProbe }, p => Assert.Equal("health", p.HttpGet.Port.Value));
            // Longer than a silo waits for its store by itself.
            Assert.InRange(silo.StartupProbe.PeriodSeconds!.Value * silo.StartupProbe.FailureThreshold!.Value, 150, 600);
            Assert.InRange(pod.TerminationGracePeriodSeconds!.Value, 40, 3600);
            Assert.Contains(pod.TopologySpreadConstraints, t => t.TopologyKey == "kubernetes.io/hostname" && Matches(t.LabelSelector.MatchLabels, deployment.Spec.Template.Metadata.Labels));
            Assert.Equal("status.podIP", silo.Env.Single(e => e.Name == "SAMESAME_SameSame__Silo__Address").ValueFrom.FieldRef.FieldPath);
            // A new evaluator would wait for the GPU of the one that waits for it.
            Assert.Equal(deployment.Name() is "rel-coordinator" or "rel-dashboard" ? "1" : "0", deployment.Spec.Strategy.RollingUpdate.MaxSurge.Value);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Values))]
    public async Task Every_setting_is_one_that_a_silo_reads(string values)
    {
        Helm.Require();
        var rendered = await Rendered.OfAsync(values);
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, rendered.ConfigMap("rel-settings").Data["silo.json"]);
            var settings = SiloSettings.Read(file);
            Assert.NotNull(settings["Orleans:Clustering:ProviderType"]);
            Assert.Equal(settings["SameSame:Silo:SiloPort"], $"{rendered.Deployments[0].Spec.Template.Spec.Containers[0].Ports.Single(p => p.Name == "silo").ContainerPort}");
            // Each connection that the settings name is one that the environment gives.
            var given = rendered.Deployments[0].Spec.Template.Spec.Containers[0].Env.Select(e => e.Name).ToList();
            Assert.Contains($"SAMESAME_ConnectionStrings__{settings["Orleans:Clustering:ConnectionName"] ?? settings["Orleans:Clustering:ServiceKey"]}", given);
            if (settings["SameSame:Artifacts:Blob:ConnectionName"] is { } artifacts)
                Assert.Contains($"SAMESAME_ConnectionStrings__{artifacts}", given);
        }
        finally
        {
            File.Delete(file);
        }

        var names = rendered.Pods.SelectMany(p => p.Pod.Spec.Containers[0].Env ?? []).Select(e => e.Name).Where(n => n.StartsWith("SAMESAME_SameSame__", StringComparison.Ordinal))
            .Select(n => n["SAMESAME_SameSame__".Length..].Replace("__", ":", StringComparison.Ordinal)).Distinct().ToList();
        Assert.NotEmpty(names);
        Assert.All(names, n => Assert.Contains(n, SettingNames.All));
    }

    [SkippableFact]
    public async Task Silo_ports_are_for_silos_and_gateways_for_clients()
    {
        Helm.Require();
        var rendered = await Rendered.OfAsync("gpu-postgresql-values.yaml");
        var policy = rendered.Documents.OfType<V1NetworkPolicy>().Single(p => p.Name() == "rel-silo");
        Assert.All(rendered.Deployments, d => Assert.True(Matches(policy.Spec.PodSelector.MatchLabels, d.Spec.Template.Metadata.Labels)));
        var client = rendered.Pods.Single(p => p.Owner == "rel-sweep-weekly").Pod.Metadata.Labels;
        Assert.False(Matches(policy.Spec.PodSelector.MatchLabels, client));
        V1NetworkPolicyIngressRule Rule(string port) => policy.Spec.Ingress.Single(r => r.Ports.Single().Port.Value == port);
        Assert.All(rendered.Deployments, d => Assert.True(Matches(Rule("silo").FromProperty.Single().PodSelector.MatchLabels, d.Spec.Template.Metadata.Labels)));
        Assert.False(Matches(Rule("silo").FromProperty.Single().PodSelector.MatchLabels, client));
        Assert.True(Matches(Rule("gateway").FromProperty[0].PodSelector.MatchLabels, client));
        Assert.Contains(policy.Spec.Egress, e => e.Ports.Any(p => p.Port.Value == "5432"));
    }

    [SkippableFact]
    public async Task A_pool_of_GPUs_asks_for_them_and_for_its_nodes()
    {
        Helm.Require();
        var pod = (await Rendered.OfAsync("gpu-postgresql-values.yaml")).Deployments.Single(d => d.Name() == "rel-evaluator-h100").Spec.Template.Spec;
        Assert.Equal("1", pod.Containers[0].Resources.Limits["nvidia.com/gpu"].ToString());
        Assert.Equal(("nvidia", "NVIDIA-H100-80GB-HBM3", "nvidia.com/gpu"), (pod.RuntimeClassName, pod.NodeSelector["nvidia.com/gpu.product"], pod.Tolerations.Single().Key));
        Assert.Equal("0", pod.Containers[0].Env.Single(e => e.Name == "SAMESAME_SameSame__CpuSlots").Value);
        Assert.Equal("32Gi", pod.Containers[0].Resources.Limits["memory"].ToString());
    }

    private static bool Matches(IDictionary<string, string> selector, IDictionary<string, string> labels) => selector.All(s => labels.TryGetValue(s.Key, out var v) && v == s.Value);
}
