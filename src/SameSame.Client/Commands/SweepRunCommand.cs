using System.CommandLine;
using SameSame.Client.Files;
using SameSame.Client.Parsing;
using SameSame.Client.Plans;
using SameSame.Client.Sweeps;
using SameSame.Contracts.Sweeps;
using SameSame.Evaluation.Configuration;
using SameSame.Hosting.Access;
using SameSame.Hosting.Local;
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
        var json = new Option<string?>("--json") { Description = "Write the sweep and its cells to this file." }
            .Must(Check.CanBeWritten);
        var force = new Option<bool>("--force") { Description = "Measure again where a result exists." };
        var priority = new Option<int>("--priority")
            { Description = "Share of the devices beside other sweeps, 1 to 100.", DefaultValueFactory = _ => 1 }
            .Must(Check.Between(1, 100));
        var dry = new Option<bool>("--dry-run") { Description =
            "Say what would be measured, how long it takes and how much disk, and start nothing." };
        var dashboard = new Option<bool>("--dashboard") { Description =
            $"Serve the dashboard on 127.0.0.1:{DashboardHost.DefaultPort} while the sweep runs." };
        var session = new SessionOptions();
        var command = new Command("run", "Measure every model x scheme x method of a spec; continues where it is unfinished.")
            { spec, json, force, priority, dry, dashboard };
        overrides.AddTo(command);
        session.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var path = parsed.GetValue(spec)!;
            var file = overrides.Apply(parsed, YamlFile.Read<SweepFile>(path), session.IsRemote(parsed));
            var wanted = file.ToSpec(path, session.IsRemote(parsed), parsed.GetValue(force)) with { Priority = parsed.GetValue(priority) };
            if (parsed.GetValue(dry))
                return await new DryRun(console, session, parsed).RunAsync(wanted, cancellation).ConfigureAwait(false);
            SweepFollower? follower = null;
            await using var pages = parsed.GetValue(dashboard) ? new DashboardHost(DashboardHost.DefaultPort, !session.IsRemote(parsed)) : null;
            return await session.RunAsync(parsed, startWork: true, async (cluster, _, stop) =>
            {
                if (pages is not null && await pages.ServeAsync(cluster, stop).ConfigureAwait(false) is { } address)
                    console.Say($"dashboard: {address} while the sweep runs; 'samesame dashboard' afterwards");
                if (follower is null)
                    await StartAsync(cluster, stop).ConfigureAwait(false);
                follower ??= new SweepFollower(console, session, parsed, wanted.Id);
                return await follower.ToEndAsync(cluster, async (status, cells) =>
                {
                    if (parsed.GetValue(json) is { } target)
                        await OutputFile.WriteAsync(target, ResultJson.Sweep(status, wanted, cells), stop).ConfigureAwait(false);
                }, stop).ConfigureAwait(false);
            }, cancellation).ConfigureAwait(false);

            async Task StartAsync(ClusterSession cluster, CancellationToken stop)
            {
                wanted = await SpecResolution.ResolveAsync(wanted, cluster.Grains, stop, cluster.HostsSilo).ConfigureAwait(false);
                var status = await Patience.CallAsync(() => cluster.Grains.GetGrain<ISweepGrain>(wanted.Id).StartAsync(wanted), stop).ConfigureAwait(false);
                if (status.Error is { } error)
                    throw new SpecException(error);
                console.Say($"sweep {status.Id}: {status.Models} models x {wanted.Schemes.Length} schemes x {wanted.Methods.Length} methods = {status.Cells.Total} cells");
            }
        });
        return command;
    }
}
