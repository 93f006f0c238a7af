using System.CommandLine;
using SameSame.Client.Parsing;
using SameSame.Client.Sweeps;

namespace SameSame.Client.Commands;

/// <summary><c>samesame dashboard</c>: pages and the HTTP interface of the local instance, or of a cluster, until it is
/// stopped.</summary>
internal static class DashboardCommand
{
    public static Command Create(ClientConsole console)
    {
        var port = new Option<int>("--port")
            { Description = "Port on 127.0.0.1; 0 takes a free one.", DefaultValueFactory = _ => DashboardHost.DefaultPort }
            .Must(Check.IsPort);
        var session = new SessionOptions();
        var command = new Command(
            "dashboard",
            "Serve the dashboard and the HTTP interface on this machine. Interrupted sweeps go on only when they are asked to.")
            { port };
        session.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var dashboard = new DashboardHost(parsed.GetValue(port), !session.IsRemote(parsed));
            return await session.RunAsync(parsed, startWork: true, async (cluster, _, stop) =>
            {
                if (await dashboard.ServeAsync(cluster, stop).ConfigureAwait(false) is { } address)
                    console.Say($"dashboard: {address} (Ctrl-C ends it)");
                await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(false);
                return ExitCodes.Done;
            }, cancellation, wakeSweeps: false).ConfigureAwait(false);
        });
        return command;
    }
}
