using System.Text.Json.Nodes;
using SameSame.Testing;

namespace Cluster.Tests;

/// <summary>A sweep's folder, and what its commands say about it.</summary>
public sealed class SweepRun : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Data => _folder["data"];

    public string Json => _folder["out.json"];

    public string[] Command(string spec, params string[] more) => ["sweep", "run", spec, "--data", Data, "--json", Json, .. more];

    /// <summary>The results of the last run.</summary>
    public async Task<List<JsonNode>> ResultsAsync() => [.. JsonNode.Parse(await File.ReadAllTextAsync(Json))!["results"]!.AsArray().Select(n => n!)];

    public void Dispose() => _folder.Dispose();
}
