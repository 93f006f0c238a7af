namespace SameSame.Client.Tests;

public class SiloCommandTests
{
    [Theory]
    [InlineData("unknown role 'dashbord': did you mean dashboard?", "silo", "--roles", "dashbord")]
    [InlineData("did you mean evaluator?", "silo", "--roles", "evalator")]
    [InlineData("--config nope.json: no such file", "silo", "--config", "nope.json")]
    [InlineData("Orleans:Clustering:ProviderType is missing from the settings", "silo")]
    [InlineData("a store without them needs no schema", "silo", "--migrate")]
    [InlineData("expected ADDRESS:PORT", "cluster", "--cluster", "here")]
    [InlineData("expected ADDRESS:PORT", "cluster", "--cluster", "127.0.0.1")]
    public async Task What_cannot_start_says_why_in_one_line(string answer, params string[] args)
    {
        var result = await Cli.RunAsync(args);
        Assert.Equal(ExitCodes.NothingStarted, result.Code);
        Assert.Contains(answer, Assert.Single(result.Complaints), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Clustering")]
    [InlineData("GrainStorage")]
    public async Task A_provider_that_the_build_lacks_is_named_with_those_it_has(string section)
    {
        var file = Path.GetTempFileName();
        try
        {
            var storage = section == "Clustering" ? "AdoNet" : "Nowhere";
            var clustering = section == "Clustering" ? "Nowhere" : "Development";
            await File.WriteAllTextAsync(file,
                $$$"""{ "Orleans": { "Clustering": { "ProviderType": "{{{clustering}}}" }, "GrainStorage": { "Default": { "ProviderType": "{{{storage}}}" } } } }""");
            var result = await Cli.RunAsync("silo", "--config", file);
            Assert.Equal(ExitCodes.NothingStarted, result.Code);
            var line = Assert.Single(result.Complaints);
            Assert.Contains($"{file}: section Orleans: Could not find {section} provider named 'Nowhere'", line, StringComparison.Ordinal);
            Assert.DoesNotContain("unexpected", line, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_process_of_ones_own_is_a_cluster_too()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"samesame-{Guid.NewGuid():n}");
        try
        {
            var result = await Cli.RunAsync("cluster", "--data", folder);
            Assert.Equal(ExitCodes.Done, result.Code);
            Assert.Contains("coordinator,equalizer,evaluator", result.Output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
