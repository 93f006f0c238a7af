using System.Text.Json.Nodes;
using SameSame.Client.Commands;

namespace SameSame.Client.Tests;

/// <summary>Runs the command line in this process.</summary>
internal static class Cli
{
    /// <summary>What a command returned and wrote.</summary>
    public sealed record Result(int Code, string Output, string Error)
    {
        /// <summary>The lines of standard error.</summary>
        public string[] Complaints => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The sweeps of a folder, as <c>sweep list --json</c> shows them.</summary>
    public static async Task<IReadOnlyList<JsonNode>> SweepsAsync(string data)
    {
        var listed = await RunAsync("sweep", "list", "--json", "--data", data);
        return [.. JsonNode.Parse(listed.Output)!["sweeps"]!.AsArray().Select(s => s!)];
    }

    /// <summary>The id of the newest sweep of a folder; null where there is none.</summary>
    public static async Task<string?> NewestAsync(string data) =>
        (await SweepsAsync(data)) is [.., var last] ? (string)last["id"]! : null;

    public static async Task<Result> RunAsync(params string[] args)
    {
        using StringWriter output = new(), error = new();
        var code = await new CommandLine(new ClientConsole(output, error)).RunAsync(args, CancellationToken.None);
        return new Result(code, output.ToString(), error.ToString());
    }
}
