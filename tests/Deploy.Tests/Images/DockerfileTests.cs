using System.Text.RegularExpressions;
using Deploy.Tests.Support;
using SameSame.Hosting.Silos;
using SameSame.Testing;

namespace Deploy.Tests.Images;

/// <summary>No builder of images can be had where these tests run: what is in the Dockerfiles is held to what is in the repository. <c>.ci/image</c> runs the same root file system.</summary>
public sealed partial class DockerfileTests
{
    public static TheoryData<string> Names => ["Dockerfile.silo", "Dockerfile.client"];

    public static TheoryData<string, string, string> Files => new()
    {
        { "Dockerfile.silo", "silo", "samesame-silo" },
        { "Dockerfile.client", "client", "samesame" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void What_is_published_is_what_is_copied_and_started(string name, string what, string executable)
    {
        var file = new Dockerfile(name);
        var publish = Assert.Single(file.Instructions, i => i.Word == "RUN" && i.Text.StartsWith("deploy/images/publish", StringComparison.Ordinal)).Text.Split(' ');
        Assert.Equal((what, "/app"), (publish[1], publish[2]));
        Assert.Equal("--from=publish /app /app", file.Final.Single(i => i.Word == "COPY").Text);
        Assert.Equal([$"/app/{executable}"], file.Words("ENTRYPOINT"));
        // The executable is named by the project that the script publishes for this word.
        var script = File.ReadAllText(Path.Combine(Places.Root, "deploy", "images", "publish"));
        var project = Regex.Match(script, $@"{what}\) project=(\S+) ;;").Groups[1].Value;
        var path = Directory.GetFiles(Path.Combine(Places.Root, project), "*.csproj").Single();
        Assert.Contains($"<AssemblyName>{executable}</AssemblyName>", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(Path.Combine(Places.Root, "deploy", "images", "publish")).HasFlag(UnixFileMode.UserExecute));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_source_that_is_copied_is_in_the_repository_and_in_the_context(string name)
    {
        var allowed = File.ReadAllLines(Path.Combine(Places.Root, ".dockerignore")).Where(l => l.StartsWith('!')).Select(l => l[1..]).ToList();
        var copied = new Dockerfile(name).Instructions.Where(i => i.Word == "COPY" && !i.Text.StartsWith("--from", StringComparison.Ordinal)).SelectMany(i => i.Text.Split(' ')[..^1]).ToList();
        Assert.NotEmpty(copied);
        foreach (var source in copied.Select(s => s.TrimEnd('/')))
        {
            Assert.True(Path.Exists(Path.Combine(Places.Root, source)), source);
            Assert.Contains(source, allowed);
        }

        // What decides versions must be among them.
        Assert.Contains("Directory.Packages.props", copied);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_image_holds_no_SDK_and_runs_as_a_numeric_user_that_is_not_root(string name)
    {
        var file = new Dockerfile(name);
        Assert.DoesNotContain("SDK", file.Stages[^1].From, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("publish", file.Stages[0].Name);
        var user = file.Single("USER");
        Assert.Matches(@"^[1-9][0-9]{3,}:[1-9][0-9]{3,}$", user);
        Assert.DoesNotContain(file.Final.SkipWhile(i => i.Word != "USER"), i => i.Word is "RUN" or "COPY" or "ADD");
        Assert.Contains($"install -d -o {user.Split(':')[0]} -g {user.Split(':')[1]}", file.Single("RUN"), StringComparison.Ordinal);
        Assert.Contains(file.Final, i => i.Word == "HEALTHCHECK");
        var labels = file.Single("LABEL");
        foreach (var label in new[] { "title", "description", "licenses", "version", "revision" })
            Assert.Contains($"org.opencontainers.image.{label}=", labels, StringComparison.Ordinal);
    }

    /// <summary>A base that moves would be another image tomorrow; every one can be replaced by an argument.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Bases_are_arguments_with_a_version(string name)
    {
        var file = new Dockerfile(name);
        var stages = file.Stages.Select(s => s.Name).ToHashSet();
        foreach (var (from, _) in file.Stages)
        {
            if (from.StartsWith("base-", StringComparison.Ordinal))
            {
                Assert.All(new[] { "gpu", "cpu" }, f => Assert.Contains(from.Replace("${FLAVOUR}", f, StringComparison.Ordinal), stages));
                continue;
            }

            var argument = Variable().Match(from).Groups[1].Value;
            Assert.Matches(@"^[^:]+:[0-9]+\.[^:]*$", file.Arguments[argument]);
        }
    }

    [Fact]
    public void A_silo_s_image_is_for_GPUs_unless_it_is_told_otherwise_and_its_settings_are_those_of_a_silo()
    {
        var file = new Dockerfile("Dockerfile.silo");
        Assert.Equal("gpu", file.Arguments["FLAVOUR"]);
        Assert.Contains("cuda:13.", file.Arguments["BASE_GPU"], StringComparison.Ordinal);
        Assert.Contains("cudnn-runtime", file.Arguments["BASE_GPU"], StringComparison.Ordinal);
        var settings = file.Environment.Where(e => e.Key.StartsWith("SAMESAME_SameSame__", StringComparison.Ordinal)).ToDictionary(e => e.Key["SAMESAME_SameSame__".Length..].Replace("__", ":", StringComparison.Ordinal), e => e.Value);
        Assert.All(settings.Keys, k => Assert.Contains(k, SettingNames.All));
        // All that is written lies on volumes, since the root may be read-only.
        var volumes = file.Words("VOLUME");
        Assert.Contains(volumes, v => settings["CacheFolder"].StartsWith(v, StringComparison.Ordinal));
        Assert.Contains(file.Single("WORKDIR"), volumes);
        // Environment goes before a settings file, which must be free to choose a container.
        Assert.DoesNotContain(settings.Keys, k => k.StartsWith("Artifacts:", StringComparison.Ordinal));
        // The defaults of silo.json, and the probes.
        Assert.Equal($"11111 30000 {settings["Health:Port"]}", file.Single("EXPOSE"));
        Assert.EndsWith("""CMD ["/app/samesame-silo", "--probe", "live"]""", file.Single("HEALTHCHECK"), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^\$\{([A-Z_]+)\}$")]
    private static partial Regex Variable();
}
