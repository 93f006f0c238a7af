using SameSame.Bench.Processes;
using SameSame.Testing;

namespace Cluster.Tests;

/// <summary>Silos and clients that show certificates to each other, as processes.</summary>
[Collection("processes")]
public sealed class TlsTests(PostgresFixture postgres) : IDisposable
{
    private readonly string _id = $"tls-{Guid.NewGuid():n}";
    private readonly TemporaryFolder _folder = new();
    private readonly List<SiloProcess> _silos = [];
    private readonly TestAuthority _here = new("here"), _other = new("elsewhere");

    public void Dispose()
    {
        _silos.ForEach(s => s.Dispose());
        _folder.Dispose();
        _here.Dispose();
        _other.Dispose();
    }

    [SkippableFact]
    public async Task Members_of_one_authority_form_a_cluster_everybody_else_is_refused_in_one_line_and_a_new_authority_is_rolled_out()
    {
        PostgresFixture.Require();
        var first = _here.Issue(_folder["first"], "silo-1");
        var coordinator = await StartAsync(first, "coordinator");
        await StartAsync(_here.Issue(_folder["second"], "silo-2"), "evaluator");
        var client = _here.Issue(_folder["client"], "client");

        await Until.TrueAsync("both are seen", async () =>
        {
            var (code, output, error) = await LookAsync(coordinator, "--tls", client);
            Assert.True(code == 0, error);
            return output.Split("active").Length == 3;
        });
        // One of an intermediate authority that nobody here knows: it is shown along, both ways, since that client knows the root alone.
        using var between = new TestAuthority("between", _here);
        var (joined, _, said) = await LookAsync(coordinator, "--tls", between.Issue(_folder["between"], "client-2"));
        Assert.True(joined == 0, said);
        var stranger = _other.Issue(_folder["stranger"], "stranger");
        foreach (var (args, answer) in new[]
        {
            (Array.Empty<string>(), "the cluster wants TLS (--tls FOLDER with tls.crt, tls.key and ca.crt)"),
            (["--tls", stranger], $"another authority than that of --tls {stranger}"),
            (["--tls", _here.Issue(_folder["server-only"], "server", 5, "1.3.6.1.5.5.7.3.1")], "no gateway takes this client"),
        })
        {
            var (code, output, error) = await LookAsync(coordinator, args);
            Assert.Equal((2, ""), (code, output));
            Assert.Contains(answer, error, StringComparison.Ordinal);
            Assert.Single(error.Trim().Split('\n'));
        }

        // A stranger that trusts everybody is refused by the silo itself, which the silo's log says.
        await File.WriteAllTextAsync(Path.Combine(stranger, "ca.crt"), $"{_here.Pem}\n{_other.Pem}\n");
        Assert.Equal(2, (await LookAsync(coordinator, "--tls", stranger)).Code);
        await Until.TrueAsync("the silo says so", () => Task.FromResult(coordinator.Process.Output.Contains("(certificate: CN=stranger)", StringComparison.Ordinal)));

        // The authority of both, first to whoever judges; the stranger's own does not know the silo's certificate until it is given both too.
        foreach (var folder in new[] { first, stranger })
            await File.WriteAllTextAsync(Path.Combine(folder, "ca.crt"), $"{_here.Pem}\n{_other.Pem}\n");
        await Until.TrueAsync("the new authority is taken up", async () => (await LookAsync(coordinator, "--tls", stranger)).Code == 0);
        Assert.Contains("were renewed", coordinator.Process.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_silo_of_another_authority_does_not_join()
    {
        PostgresFixture.Require();
        var coordinator = await StartAsync(_here.Issue(_folder["first"], "silo-1"), "coordinator");
        var folder = _other.Issue(_folder["intruder"], "intruder");
        // It trusts everybody, so that it is the cluster that refuses it.
        await File.WriteAllTextAsync(Path.Combine(folder, "ca.crt"), $"{_here.Pem}\n{_other.Pem}\n");
        var intruder = Silo(folder, "evaluator");
        await Until.TrueAsync("the cluster refuses it", () => Task.FromResult(coordinator.Process.Output.Contains("(certificate: CN=intruder)", StringComparison.Ordinal)));
        Assert.DoesNotContain("serves clients", intruder.Process.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await LookAsync(coordinator, "--tls", _folder["first"])).Code);
    }

    private Task<(int Code, string Output, string Error)> LookAsync(SiloProcess silo, params string[] args) =>
        SameSameProcess.RunAsync(["cluster", "--cluster", silo.Gateway, "--cluster-id", _id, .. args]);

    private async Task<SiloProcess> StartAsync(string tls, string roles)
    {
        var silo = Silo(tls, roles);
        await silo.ServesAsync();
        return silo;
    }

    private SiloProcess Silo(string tls, string roles)
    {
        var config = StoreSettings.Write(_folder[$"{roles}.json"], new Dictionary<string, object>(StoreSettings.Postgres(postgres.Server.ConnectionString))
        {
            ["Orleans:ClusterId"] = _id,
            ["Orleans:ServiceId"] = "samesame",
            ["SameSame:Silo:SiloPort"] = 0,
            ["SameSame:Silo:GatewayPort"] = 0,
            ["SameSame:Artifacts:Folder"] = "artifacts",
            ["SameSame:CacheFolder"] = "cache",
            ["SameSame:Tls:Folder"] = tls,
        });
        if (_silos.Count == 0)
            Assert.Equal(0, SameSameProcess.RunAsync("silo", "--migrate", "--config", config).GetAwaiter().GetResult().Code);
        var silo = SiloProcess.Command([Path.Combine(AppContext.BaseDirectory, "samesame.dll"), "silo", "--config", config, "--roles", roles], roles);
        _silos.Add(silo);
        return silo;
    }
}
