using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SameSame.Testing;

namespace Cluster.Tests;

/// <summary>A sweep's folder, and what its commands say about it.</summary>
public sealed partial class SweepRun : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Data => _folder["data"];

    public string Json => _folder["out.json"];

    public string[] Command(string spec, params string[] more) => ["sweep", "run", spec, "--data", Data, "--json", Json, .. more];

    /// <summary>Cells done, as a second process sees them; 0 where there is no sweep yet.</summary>
    public async Task<int> DoneAsync()
    {
        var list = await SameSameProcess.RunAsync("sweep", "list", "--data", Data);
        var id = list.Output.Split(' ')[0];
        if (id.Length == 0)
            return 0;
        var status = await SameSameProcess.RunAsync("sweep", "status", id, "--data", Data);
        var counts = Counts().Match(status.Error);
        return counts.Success ? int.Parse(counts.Groups[1].Value) + int.Parse(counts.Groups[2].Value) : 0;
    }

    /// <summary>The results of the last run.</summary>
    public async Task<List<JsonNode>> ResultsAsync() => [.. JsonNode.Parse(await File.ReadAllTextAsync(Json))!["results"]!.AsArray().Select(n => n!)];

    public void Dispose() => _folder.Dispose();

    [GeneratedRegex(@"(\d+) measured, (\d+) reused")]
    private static partial Regex Counts();
}
