using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SameSame.Client.Commands;
using SameSame.Testing;

namespace SameSame.Client.Tests;

/// <summary><c>dashboard</c> beside other commands on one folder, and <c>key</c>.</summary>
public sealed partial class DashboardCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Shows_what_other_commands_of_the_folder_do_and_ends_with_Ctrl_C()
    {
        using var stop = new CancellationTokenSource();
        var said = new StringWriter();
        var serving = new CommandLine(new ClientConsole(TextWriter.Null, TextWriter.Synchronized(said)))
            .RunAsync(["dashboard", "--port", "0", "--data", _folder["d"]], stop.Token);
        using var http = new HttpClient { BaseAddress = await AddressAsync(said, serving) };

        // A sweep of another command joins the instance that the dashboard hosts.
        var ran = await Cli.RunAsync("sweep", "run", Path.Combine(Places.Fashion, "sweep.yaml"), "--data", _folder["d"],
            "--models", "*squeezenet", "--bits", "8/8", "--methods", "none", "--images", "100");
        Assert.True(ran.Code == ExitCodes.Done, ran.Error);
        var rows = JsonNode.Parse(await http.GetStringAsync("/api/v1/leaderboard"))!;
        Assert.Equal(1, (int)rows["total"]!);
        Assert.Contains("fashion_squeezenet", await http.GetStringAsync("/"), StringComparison.Ordinal);

        await stop.CancelAsync();
        Assert.Equal(ExitCodes.Interrupted, await serving);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said_with_the_fix()
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;
        var refused = await Cli.RunAsync("dashboard", "--port", $"{port}", "--data", _folder["d"]);
        Assert.Equal(ExitCodes.NothingStarted, refused.Code);
        Assert.Contains($"cannot listen at 127.0.0.1:{port}", Assert.Single(refused.Complaints), StringComparison.Ordinal);
        Assert.Contains("--port", refused.Complaints[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_is_shown_once_listed_without_its_secret_and_revoked()
    {
        var made = await KeyAsync("create", "build server", "--role", "operator");
        var text = made.Output.Trim();
        Assert.Matches("^ss_[0-9a-f]{8}_[0-9a-f]{64}$", text);
        var (id, secret) = (text[3..11], text[12..]);
        var listed = await KeyAsync("list");
        Assert.Matches($@"\| {id} \| build server \| operator \|", listed.Output);
        Assert.DoesNotContain(secret, listed.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Done, (await KeyAsync("revoke", id)).Code);
        Assert.Matches($@"\| {id} \|.*\| operator \| \S+ \S+ +\| \S+ \S+ +\|", (await KeyAsync("list")).Output);
        Assert.Contains("no key '00000000'", Assert.Single((await KeyAsync("revoke", "00000000")).Complaints), StringComparison.Ordinal);
    }

    private Task<Cli.Result> KeyAsync(params string[] args) => Cli.RunAsync(["key", .. args, "--data", _folder["d"]]);

    private static async Task<Uri> AddressAsync(StringWriter said, Task serving)
    {
        await Until.TrueAsync("the dashboard serves", () => Task.FromResult(serving.IsCompleted || Address().IsMatch(said.ToString())));
        return Address().Match(said.ToString()) is { Success: true } match ? new Uri(match.Groups[1].Value)
            : throw new InvalidOperationException($"the dashboard does not serve: {said}");
    }

    [GeneratedRegex(@"dashboard: (http://\S+) ")]
    private static partial Regex Address();
}
