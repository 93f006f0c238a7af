using Deploy.Tests.Support;
using Microsoft.Extensions.Configuration;
using SameSame.Evaluation.Configuration;
using SameSame.Hosting.Artifacts;
using SameSame.Hosting.Silos;
using SameSame.Hosting.Specs;
using SameSame.Testing;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Deploy.Tests.Images;

/// <summary>No container can be started where these tests run: the compose file is held to the settings that other tests do run.</summary>
public sealed class ComposeTests
{
    private static readonly string Folder = Path.Combine(Places.Root, "deploy", "compose"), File = Path.Combine(Folder, "compose.yaml");
    private readonly Dictionary<object, object> _file = (Dictionary<object, object>)new Deserializer().Deserialize(new MergingParser(new Parser(new StringReader(System.IO.File.ReadAllText(File)))))!;

    private Dictionary<object, object> Services => (Dictionary<object, object>)_file["services"];

    [Fact]
    public void The_stores_are_those_of_the_configurations_that_tests_run()
    {
        var compose = SiloSettings.Read(Path.Combine(Folder, "silo.json"));
        var postgresql = SiloSettings.Read(Path.Combine(Places.Root, "deploy", "config", "postgresql.json"));
        var azure = SiloSettings.Read(Path.Combine(Places.Root, "deploy", "config", "azure.json"));
        Assert.Equal(All(postgresql, "Orleans"), All(compose, "Orleans"));
        Assert.Equal(All(postgresql, "SameSame:Database"), All(compose, "SameSame:Database"));
        Assert.Equal(All(azure, "SameSame:Artifacts"), All(compose, "SameSame:Artifacts"));
        static List<string> All(IConfiguration settings, string section) => [.. settings.GetSection(section).AsEnumerable().Where(s => s.Value is not null).Select(s => $"{s.Key}={s.Value}").Order(StringComparer.Ordinal)];
    }

    [Theory]
    [InlineData("migration")]
    [InlineData("coordinator")]
    [InlineData("evaluator")]
    public void Silos_are_given_what_a_silo_reads_and_no_more_rights_than_it_needs(string name)
    {
        var service = (Dictionary<object, object>)Services[name];
        var environment = ((Dictionary<object, object>)service["environment"]).ToDictionary(e => (string)e.Key, e => (string)e.Value);
        // As the container has them: the image's environment goes before the file too.
        var all = new ConfigurationBuilder().AddJsonFile(Path.Combine(Folder, "silo.json")).AddInMemoryCollection(
            new Dockerfile("Dockerfile.silo").Environment.Concat(environment).Where(e => e.Key.StartsWith("SAMESAME_", StringComparison.Ordinal))
                .Select(e => KeyValuePair.Create(e.Key["SAMESAME_".Length..].Replace("__", ":", StringComparison.Ordinal), (string?)e.Value))).Build();
        Assert.IsType<BlobArtifactStore>(ArtifactStores.Open(all));
        var settings = SiloSettings.Read(Path.Combine(Folder, "silo.json"));
        foreach (var key in environment.Keys.Select(k => k["SAMESAME_".Length..].Replace("__", ":", StringComparison.Ordinal)))
            Assert.True(SettingNames.All.Contains(key.Replace("SameSame:", "", StringComparison.Ordinal)) || key is "ConnectionStrings:samesame" or "ConnectionStrings:azure", key);
        // The connections that the settings name.
        Assert.Contains($"SAMESAME_ConnectionStrings__{settings["SameSame:Database:ConnectionName"]}", environment.Keys);
        Assert.Contains($"SAMESAME_ConnectionStrings__{settings["SameSame:Artifacts:Blob:ConnectionName"]}", environment.Keys);
        Assert.Equal(("10001:10001", "true"), ((string)service["user"], (string)service["read_only"]));
        Assert.Equal(["ALL"], ((List<object>)service["cap_drop"]).Cast<string>());
        if (name == "migration")
            return;
        // The address that it tells others is the one it has.
        var address = (string)((Dictionary<object, object>)((Dictionary<object, object>)service["networks"])["cluster"])["ipv4_address"];
        Assert.Equal(address, environment["SAMESAME_SameSame__Silo__Address"]);
        Assert.Contains("--probe", ((List<object>)((Dictionary<object, object>)service["healthcheck"])["test"]).Cast<string>());
    }

    [Fact]
    public void Whatever_is_published_is_on_this_machine_only_and_every_image_has_a_version()
    {
        foreach (var service in Services.Values.Cast<Dictionary<object, object>>())
        {
            Assert.All(service.TryGetValue("ports", out var ports) ? ((List<object>)ports).Cast<string>() : [], p => Assert.StartsWith("127.0.0.1:", p, StringComparison.Ordinal));
            Assert.Matches(@":(compose|[0-9]+\.[0-9].*)$", (string)service["image"]);
            if (service.TryGetValue("build", out var build))
                Assert.True(System.IO.File.Exists(Path.Combine(Folder, (string)((Dictionary<object, object>)build)["context"], (string)((Dictionary<object, object>)build)["dockerfile"])));
        }

        foreach (var mount in Services.Values.Cast<Dictionary<object, object>>().Where(s => s.ContainsKey("volumes")).SelectMany(s => ((List<object>)s["volumes"]).Cast<string>()))
            Assert.True(mount[0] != '.' || Path.Exists(Path.Combine(Folder, mount.Split(':')[0])), mount);
    }

    [Fact]
    public void The_sweep_names_what_the_silos_offer()
    {
        var (sweep, settings) = (YamlFile.Read<SweepFile>(Path.Combine(Folder, "sweep.yaml")), SiloSettings.Read(Path.Combine(Folder, "silo.json")));
        Assert.NotNull(settings[$"SameSame:Zoos:{sweep.Zoo}"]);
        Assert.NotNull(settings[$"SameSame:Datasets:{sweep.Dataset}"]);
    }
}
