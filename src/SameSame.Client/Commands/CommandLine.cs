using System.CommandLine;
using System.CommandLine.Invocation;
using SameSame.Client.Parsing;
using SameSame.Dashboard;
using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Datasets;
using SameSame.Hosting.Silos;
using SameSame.Onnx;

namespace SameSame.Client.Commands;

/// <summary>The commands of <c>samesame</c>, and the one place where failures become a line and an exit code.</summary>
public sealed class CommandLine(ClientConsole console)
{
    // A file of arguments, '@file', is nobody's wish here, and names may begin with '@'.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    /// <summary>All commands.</summary>
    internal RootCommand Root { get; } = new(
        "Rewrites networks into equivalent ones that quantize better, and measures what quantization costs.")
    {
        InitCommand.Create(console), SweepCommand.Create(console), LeaderboardCommand.Create(console),
        CompareCommand.Create(console), ReportCommand.Create(console), DashboardCommand.Create(console), KeyCommand.Create(console),
        InspectCommand.Create(console), EqualizeCommand.Create(console), QuantizeCommand.Create(console),
        EvaluateCommand.Create(console), ExplainCommand.Create(console), ZooCommand.Create(console),
        DoctorCommand.Create(console), CacheCommand.Create(console), ClusterCommand.Create(console),
        ArtifactsCommand.Create(console),
        SchemaCommand.Create(console), CompletionCommand.Create(console),
        SiloCommand.Configure(new Command("silo", "Run a silo of a cluster until it is stopped."), console.Output.WriteLine,
            DashboardRole.Parts),
    };

    /// <summary>Parses and runs.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public async Task<int> RunAsync(string[] args, CancellationToken cancellation)
    {
        var parsed = Root.Parse(args, Parsing);
        // Who names a group of commands and none of them wants to know what there is.
        if (parsed.Action is null or ParseErrorAction && parsed.CommandResult.Command.Action is null
            && parsed.UnmatchedTokens.Count == 0
            && parsed.CommandResult.Command.Subcommands.Count > 0)
            parsed = Root.Parse([.. args, "--help"], Parsing);
        // Help, the version and completions are actions of their own: they answer whatever else is on the line.
        if ((parsed.Action is null or ParseErrorAction || parsed.Action == parsed.CommandResult.Command.Action)
            && ParseProblem.Of(parsed) is { } problem)
        {
            console.Say($"samesame: {problem} (see --help)");
            return ExitCodes.NothingStarted;
        }

        try
        {
            var settings = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
                Output = console.Output,
            };
            return await parsed.InvokeAsync(settings, cancellation).ConfigureAwait(false);
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
            console.Say($"samesame: {Fault.Describe(e)}");
            return ExitCodes.SomeFailed;
        }
    }
}
