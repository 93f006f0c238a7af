using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using k8s.Models;
using SameSame.Bench.Processes;
using SameSame.Testing;

namespace Deploy.Tests.Support;

/// <summary>
/// The silos of a rendered chart as processes, with the arguments, environment and files that their pods would have and nothing else. Each pod has an address of its own
/// in the loopback range, so ports are the chart's; mounted folders lie in a temporary one.
/// </summary>
internal sealed class RenderedCluster : IDisposable
{
    private static readonly string Silo = Path.Combine(AppContext.BaseDirectory, "samesame-silo.dll"), Client = Path.Combine(AppContext.BaseDirectory, "samesame.dll");
    private readonly Rendered _rendered;
    private readonly TemporaryFolder _folder = new();
    private readonly TestAuthority _authority = new("cluster");
    private readonly IReadOnlyDictionary<string, string> _secrets;
    private readonly int _subnet = RandomNumberGenerator.GetInt32(1, 250), _host = RandomNumberGenerator.GetInt32(1, 250);
    private int _pods;

    /// <summary>Takes what a chart rendered.</summary>
    /// <param name="rendered">The chart.</param>
    /// <param name="secrets">Values of its Secrets, by <c>name/key</c>.</param>
    public RenderedCluster(Rendered rendered, IReadOnlyDictionary<string, string> secrets) => (_rendered, _secrets) = (rendered, secrets);

    /// <summary>Silos that run, by the name of their workload.</summary>
    public List<(string Owner, IPAddress Address, ServerProcess Process)> Silos { get; } = [];

    /// <summary>Where a stranger's certificates may be written.</summary>
    public string Outside => _folder["outside"];

    private string Gateways => string.Join(',', Silos.Where(s => s.Owner == "rel-coordinator").Select(s => $"{s.Address}:30000"));

    /// <summary>Runs the hook that prepares the stores.</summary>
    public async Task MigrateAsync()
    {
        var pod = _rendered.Documents.OfType<V1Job>().Single(j => j.Name() == "rel-migration").Spec.Template;
        using var process = Start(Silo, pod, IPAddress.Loopback, []);
        await process.ExitAsync(60);
        Assert.True(process.ExitCode == 0, process.Output);
    }

    /// <summary>Starts every replica of every Deployment, and waits until their probes say that they are ready.</summary>
    public async Task StartAsync()
    {
        foreach (var deployment in _rendered.Deployments)
        {
            for (var replica = 0; replica < deployment.Spec.Replicas; replica++)
            {
                var address = IPAddress.Parse($"127.{_subnet}.{_host}.{++_pods}");
                Silos.Add((deployment.Name(), address, Start(Silo, deployment.Spec.Template, address, [])));
            }
        }

        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        foreach (var (owner, address, process) in Silos)
        {
            var probe = _rendered.Deployments.Single(d => d.Name() == owner).Spec.Template.Spec.Containers[0].ReadinessProbe.HttpGet;
            await Until.TrueAsync($"{owner} is ready", async () =>
            {
                Assert.False(process.HasExited, process.Output);
                try
                {
                    return (await http.GetAsync(new Uri($"http://{address}:8080{probe.Path}"))).IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            });
        }
    }

    /// <summary>Starts the client of a sweep's job; more arguments narrow the sweep.</summary>
    public ServerProcess Sweep(string job, params string[] more)
    {
        var (_, pod) = _rendered.Pods.Single(p => p.Owner.StartsWith(job, StringComparison.Ordinal));
        return Start(Client, pod, IPAddress.Loopback, more);
    }

    /// <summary>Runs the client with its own arguments: <c>cluster</c>, unless the first ones are another command.</summary>
    public Task<(int Code, string Output)> AskAsync(params string[] args)
    {
        var command = args is [var first, ..] && !first.StartsWith('-') ? first.Split(' ') : [];
        return ServerProcess.RunAsync("dotnet", [Client, .. command.Length > 0 ? command : ["cluster"], "--cluster", Gateways, "--cluster-id", "samesame", .. args.Skip(command.Length > 0 ? 1 : 0)]);
    }

    /// <summary>A browser at the first dashboard, under the name that the values give it.</summary>
    public HttpClient Browser()
    {
        var (_, address, _) = Silos.First(s => s.Owner == "rel-dashboard");
        var environment = _rendered.Deployments.Single(d => d.Name() == "rel-dashboard").Spec.Template.Spec.Containers[0].Env.ToDictionary(e => e.Name, e => e.Value);
        var https = environment.ContainsKey("SAMESAME_SameSame__Dashboard__CertificateFolder");
        // The certificate is for a name of the cluster; here pods have addresses.
        var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, ServerCertificateCustomValidationCallback = (_, certificate, _, _) => certificate is not null })
        {
            BaseAddress = new Uri($"{(https ? "https" : "http")}://{address}:{environment["SAMESAME_SameSame__Dashboard__Port"]}"),
        };
        if (environment.GetValueOrDefault("SAMESAME_SameSame__Dashboard__Hosts") is { } name)
            http.DefaultRequestHeaders.Host = name;
        return http;
    }

    /// <summary>The certificates of a workload.</summary>
    public string Certificates(string secret) => _authority.Issue(_folder[secret], secret);

    public void Dispose()
    {
        Silos.ForEach(s => s.Process.Dispose());
        _authority.Dispose();
        _folder.Dispose();
    }

    private ServerProcess Start(string program, V1PodTemplateSpec pod, IPAddress address, string[] more)
    {
        var container = pod.Spec.Containers[0];
        // Processes have a /tmp of their own accord, and the folders that stand for the others lie in it.
        var mounts = container.VolumeMounts.Where(m => m.MountPath != "/tmp").OrderByDescending(m => m.MountPath.Length).Select(m => (m.MountPath, Here: Mount(pod, m))).ToList();
        // Whole paths only, and from their beginning.
        string Local(string text) => mounts.Aggregate(text, (t, m) => Regex.Replace(t, $@"(?<![\w/.-]){Regex.Escape(m.MountPath)}(?![\w.-])", m.Here)).Replace("rel-gateway:30000", Gateways, StringComparison.Ordinal);
        foreach (var (path, here) in mounts.Where(m => File.Exists(m.Here)))
            File.WriteAllText(here, Local(File.ReadAllText(here)));
        var environment = (container.Env ?? []).ToDictionary(e => e.Name, e => e.ValueFrom switch
        {
            { SecretKeyRef: { } secret } => _secrets[$"{secret.Name}/{secret.Key}"],
            { FieldRef.FieldPath: "status.podIP" } => $"{address}",
            null => Local(e.Value),
            _ => throw new InvalidOperationException($"{e.Name}: a source that this test does not know"),
        });
        // The image's own environment, under that of the pod.
        foreach (var (name, value) in new Dockerfile(program == Silo ? "Dockerfile.silo" : "Dockerfile.client").Environment)
            environment.TryAdd(name, Local(value));
        return new ServerProcess("dotnet", [program, .. container.Args.Select(Local), .. more], environment);
    }

    // What a kubelet would mount; each pod has its own caches, all have the same artifacts, models and images.
    private string Mount(V1PodTemplateSpec pod, V1VolumeMount mount)
    {
        var volume = pod.Spec.Volumes.Single(v => v.Name == mount.Name);
        if (volume.ConfigMap is { } map)
        {
            var folder = _folder[$"{map.Name}-{_pods}"];
            Directory.CreateDirectory(folder);
            foreach (var (name, text) in _rendered.ConfigMap(map.Name).Data)
                File.WriteAllText(Path.Combine(folder, name), text);
            return mount.SubPath is null ? folder : Path.Combine(folder, mount.SubPath);
        }

        var here = volume switch
        {
            { Secret.SecretName: { } secret } => Certificates(secret),
            { Name: "zoo" or "images" } => Path.GetDirectoryName(Places.Fashion)!,
            { PersistentVolumeClaim.ClaimName: { } claim } => _folder[claim],
            _ => _folder[$"{mount.Name}-{_pods}"],
        };
        Directory.CreateDirectory(here);
        return here;
    }
}
