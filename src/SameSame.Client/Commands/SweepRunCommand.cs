using System.CommandLine;
using SameSame.Client.Sweeps;
using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;
using SameSame.Evaluation.Configuration;
using SameSame.Hosting.Specs;
using SameSame.Reporting;

namespace SameSame.Client.Commands;

/// <summary><c>samesame sweep run SPEC.yaml</c>.</summary>
internal static class SweepRunCommand
{
    public static Command Create(ClientConsole console)
    {
        var spec = new Argument<string>("spec") { Description = "The sweep.yaml." };
        var overrides = new SpecOverrides();
        var json = new Option<string?>("--json") { Description = "Write the sweep and its cells to this file." };
        var force = new Option<bool>("--force") { Description = "Measure again where a result exists." };
        var session = new SessionOptions();
        var command = new Command("run", "Measure every model x scheme x method of a spec; continues where it is unfinished.") { spec, json, force };
        overrides.AddTo(command);
        session.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var path = parsed.GetValue(spec)!;
            var file = overrides.Apply(parsed, YamlFile.Read<SweepFile>(path));
            var wanted = file.ToSpec(path, session.IsRemote(parsed), parsed.GetValue(force));
            await using var cluster = await session.OpenAsync(parsed, startWork: true, cancellation).ConfigureAwait(false);
            var sweep = cluster.Grains.GetGrain<ISweepGrain>(wanted.Id);
            var started = await sweep.StartAsync(wanted).ConfigureAwait(false);
            if (started.State == SweepState.Failed)
                throw new SpecException(started.Error!);
            console.Say($"sweep {started.Id}: {started.Models} models x {wanted.Schemes.Length} schemes x {wanted.Methods.Length} methods = {started.Cells.Total} cells");
            var status = await SweepWatch.UntilFinishedAsync(console, sweep, cancellation).ConfigureAwait(false);
            var cells = await SweepCells.AllAsync(sweep, status, cancellation).ConfigureAwait(false);
            if (parsed.GetValue(json) is { } target)
                await File.WriteAllTextAsync(target, ResultJson.Sweep(status, wanted, cells), cancellation).ConfigureAwait(false);
            SweepSummary.Write(console, status, cells);
            console.Say($"report: {await ReportFolder.WriteAsync(session.ReportFolder(parsed, status.Id), status, cells, cancellation).ConfigureAwait(false)}");
            return cells.Any(c => c.Status == CellStatus.Failed) ? ExitCodes.SomeFailed : ExitCodes.Done;
        });
        return command;
    }
}
