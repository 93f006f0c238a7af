using System.CommandLine;
using SameSame.Hosting.Health;

namespace SameSame.Hosting.Silos;

/// <summary>The command line of a silo, the same in <c>samesame silo</c> and in the thin executable.</summary>
public static class SiloCommand
{
    /// <summary>Adds the options to <paramref name="command"/> and runs a silo when it is called.</summary>
    public static Command Configure(Command command, Action<string> say, IReadOnlyDictionary<string, SiloPart>? parts = null)
    {
        var roles = new Option<string?>("--roles") { Description = "coordinator, equalizer, evaluator, dashboard, comma-separated; all but dashboard by default." };
        var config = new Option<string?>("--config") { Description = "Settings file, JSON (see deploy/config); SAMESAME_ environment variables override it." };
        var migrate = new Option<bool>("--migrate") { Description = "Prepare the stores of the settings (schema, container), and end." };
        var verbose = new Option<bool>("--verbose") { Description = "Log more than warnings to standard error." };
        var probe = new Option<string?>("--probe") { Description = "Ask the silo of these settings whether it is live, started or ready, and end with 0 or 1." };
        probe.AcceptOnlyFromAmong("live", "startup", "ready");
        foreach (var option in new Option[] { roles, config, migrate, probe, verbose })
            command.Options.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            var options = new SiloOptions { Roles = parsed.GetValue(roles), ConfigPath = parsed.GetValue(config), Verbose = parsed.GetValue(verbose) };
            if (parsed.GetValue(probe) is { } asked)
            {
                var (healthy, answer) = await HealthProbe.AskAsync(options, asked, cancellation).ConfigureAwait(false);
                say(answer);
                return healthy ? 0 : 1;
            }

            if (parsed.GetValue(migrate))
                say(Migration.Run(options));
            else
                await SiloHost.RunAsync(options, say, cancellation, parts: parts).ConfigureAwait(false);
            return 0;
        });
        return command;
    }
}
