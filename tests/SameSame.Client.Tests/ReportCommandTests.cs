using SameSame.Testing;

namespace SameSame.Client.Tests;

/// <summary><c>report</c> on a small sweep of the sample zoo.</summary>
public sealed class ReportCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_draws_channel_ranges_from_the_artifacts_and_says_so_where_they_are_gone()
    {
        var ran = await Cli.RunAsync("sweep", "run", Path.Combine(Places.Fashion, "sweep.yaml"), "--data", _folder["d"], "--models", "fashion_mobilenet_v1",
            "--bits", "4/8", "--methods", "none,two-step,cle", "--images", "200");
        Assert.Equal(ExitCodes.Done, ran.Code);
        var page = await ReportAsync(ran);
        Assert.Contains("<h3>fashion_mobilenet_v1</h3>", page, StringComparison.Ordinal);
        // Bars, accuracy over size, and ranges of weights and activations for each of two methods.
        Assert.Equal(6, page.Split("<figure>").Length - 1);
        Assert.Contains("Dataset: fashion-mnist-test (images ", page, StringComparison.Ordinal);
        Assert.Matches("<th scope=\"row\">two-step</th><td>4/8</td><td class=\"n\">\\d+ % -&gt; \\d+ %</td><td class=\"n\">\\d+ % -&gt; \\d+ %</td>", page);
        Assert.DoesNotContain("No plot", page, StringComparison.Ordinal);

        Directory.Delete(Path.Combine(_folder["d"], "artifacts"), recursive: true);
        page = await ReportAsync(ran);
        Assert.Equal(2, page.Split("<figure>").Length - 1);
        Assert.Matches("No plot of (cle, two-step|two-step, cle): artifact [0-9a-f]{64} is missing", page);
    }

    private async Task<string> ReportAsync(Cli.Result ran)
    {
        var id = ran.Error.Split('\n').First(l => l.StartsWith("sweep ", StringComparison.Ordinal)).Split(' ', ':')[1];
        var written = await Cli.RunAsync("report", id, "-o", _folder["r"], "--data", _folder["d"]);
        Assert.Equal(ExitCodes.Done, written.Code);
        return await File.ReadAllTextAsync(_folder[Path.Combine("r", "index.html")]);
    }
}
