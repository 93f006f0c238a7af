using System.CommandLine;
using SameSame.Client.Sweeps;

namespace SameSame.Client.Commands;

/// <summary><c>samesame sweep list</c>.</summary>
internal static class SweepListCommand
{
    public static Command Create(ClientConsole console)
    {
        var json = new Option<bool>("--json") { Description = "Print JSON instead of a table." };
        var session = new SessionOptions();
        var command = new Command("list", "All sweeps with their states, newest last.") { json };
        session.AddTo(command);
        command.SetAction((parsed, cancellation) => session.RunAsync(parsed, startWork: false, async (cluster, _, stop) =>
        {
            var sweeps = await SweepOverview.ReadAsync(cluster, stop).ConfigureAwait(false);
            if (parsed.GetValue(json))
                await console.Output.WriteLineAsync(SweepOverview.Json(sweeps)).ConfigureAwait(false);
            else if (sweeps.Count == 0)
                console.Say("there are no sweeps; 'samesame sweep run SPEC.yaml' starts one");
            else
                console.Write(SweepOverview.Table(sweeps));
            if (!parsed.GetValue(json) && sweeps.Any(s => s.Status.Uncounted > 0))
                console.Say("+ some models are not counted yet; 'samesame sweep status ID' counts them all");
            return ExitCodes.Done;
        }, cancellation));
        return command;
    }
}
