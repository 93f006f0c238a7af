using System.Diagnostics;
using System.Text.Json.Nodes;
using SameSame.Testing;

namespace SameSame.Client.Tests;

/// <summary>Types the commands of docs/guide.md, as they stand there, in an empty folder with models and images.</summary>
public sealed class GuideTests : IDisposable
{
    private readonly ColourZoo _zoo = new(each: 60);

    public void Dispose() => _zoo.Dispose();

    [Fact]
    public async Task Every_command_of_the_guide_does_what_it_says()
    {
        _zoo.Net("models/first.onnx");
        _zoo.Net("models/second.onnx");
        var (commands, sweeps) = (Commands(), new List<string>());
        Assert.True(commands.Count >= 10, string.Join('\n', commands));
        foreach (var command in commands)
        {
            // What a reader does beside the commands: another name for the sweep of the new checkpoint.
            if (command.Contains("again.yaml", StringComparison.Ordinal))
                await File.WriteAllTextAsync(
                    _zoo.Folder["work/again.yaml"], (await File.ReadAllTextAsync(_zoo.Folder["work/sweep.yaml"]))
                        .Replace("name: ", "name: again-", StringComparison.Ordinal));
            var line = command.Replace("SWEEP", sweeps.ElementAtOrDefault(0), StringComparison.Ordinal)
                .Replace("AGAIN", sweeps.ElementAtOrDefault(1), StringComparison.Ordinal);
            var (code, output) = await RunAsync(line.Split(' ')[1..]);
            Assert.True(code == 0, $"{line} ended with {code}:\n{output}");
            if (line.StartsWith("samesame sweep run", StringComparison.Ordinal)
                && !line.Contains("--dry-run", StringComparison.Ordinal))
                sweeps = await SweepsAsync();
        }

        var manifest = JsonNode.Parse(await File.ReadAllTextAsync(_zoo.Folder["chosen/manifest.json"]))!["networks"]!.AsArray();
        Assert.Equal(["first", "second"], manifest.Select(n => (string)n!["cell"]!["model"]!).Order());
        Assert.All(manifest, n => Assert.True(File.Exists(_zoo.Folder[$"chosen/{n!["file"]}"])));
        Assert.True(File.Exists(_zoo.Folder["report/index.html"]));
    }

    // Indented lines; those of the installation are the README's, and its tests run what it installs.
    private static List<string> Commands() =>
        [.. File.ReadAllLines(Path.Combine(Places.Root, "docs", "guide.md"))
            .Where(l => l.StartsWith("    samesame ", StringComparison.Ordinal)).Select(l => l.Trim())];

    private async Task<List<string>> SweepsAsync() =>
        [.. JsonNode.Parse((await RunAsync("sweep", "list", "--json")).Output)!["sweeps"]!.AsArray()
            .Select(s => (string)s!["id"]!)];

    private async Task<(int Code, string Output)> RunAsync(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = _zoo.Folder.Root, RedirectStandardOutput = true, RedirectStandardError = true
        };
        foreach (var arg in (string[])[Path.Combine(AppContext.BaseDirectory, "samesame.dll"), .. args])
            start.ArgumentList.Add(arg);
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var (output, error) =
            (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        var said = await error;
        return (process.ExitCode, process.ExitCode == 0 ? await output : await output + said);
    }
}
