using System.CommandLine;
using SameSame.Dashboard;
using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Datasets;
using SameSame.Hosting.Silos;
using SameSame.Onnx;
using SameSame.Quantization;

namespace SameSame.Client.Commands;

/// <summary>The commands of <c>samesame</c>, and the one place where failures become a line and an exit code.</summary>
public sealed class CommandLine(ClientConsole console)
{
    /// <summary>Parses and runs.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public async Task<int> RunAsync(string[] args, CancellationToken cancellation)
    {
        var root = new RootCommand("Rewrites networks into equivalent ones that quantize better, and measures what quantization costs.")
        {
            InitCommand.Create(console), SweepCommand.Create(console), LeaderboardCommand.Create(console), CompareCommand.Create(console),
            ReportCommand.Create(console), InspectCommand.Create(console), EqualizeCommand.Create(console),
            QuantizeCommand.Create(console), EvaluateCommand.Create(console), ExplainCommand.Create(console), ZooCommand.Create(console), DoctorCommand.Create(console), CacheCommand.Create(console),
            ClusterCommand.Create(console), ArtifactsCommand.Create(console), SiloCommand.Configure(new Command("silo", "Run a silo of a cluster until it is stopped."), console.Output.WriteLine, DashboardRole.Parts),
            DashboardCommand.Create(console), KeyCommand.Create(console),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            var here = parsed.CommandResult.Command;
            var problem = parsed.UnmatchedTokens is [var token, ..] && here.Subcommands.Count > 0
                ? Suggestion.Unknown("command", token, here.Subcommands.Select(c => c.Name))
                : parsed.Errors[0].Message;
            console.Say($"samesame: {problem} (see --help)");
            return ExitCodes.NothingStarted;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Output = console.Output }, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SpecException or OnnxFormatException or BadImageException or FormatException)
        {
            console.Say($"samesame: {e.Message.ReplaceLineEndings(" ")}");
            return ExitCodes.NothingStarted;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            console.Say("samesame: interrupted; run the same command again to continue");
            return ExitCodes.Interrupted;
        }
        catch (Exception e) when (!args.Contains("--verbose"))
        {
            // A defect, or a cluster that failed: what was measured is kept. The stack trace is for whoever asks for it.
            console.Say($"samesame: unexpected {e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")} (--verbose shows where)");
            return ExitCodes.SomeFailed;
        }
    }
}
