using System.CommandLine;
using SameSame.Evaluation.Configuration;
using SameSame.Quantization;

namespace SameSame.Client.Commands;

/// <summary><c>samesame completion bash|zsh|fish|pwsh</c>: a script by which the shell asks this program what may come
/// next.</summary>
internal static class CompletionCommand
{
    private static readonly string[] Shells = ["bash", "zsh", "fish", "pwsh"];

    public static Command Create(ClientConsole console)
    {
        var shell = new Argument<string>("shell") { Description = string.Join(", ", Shells) };
        shell.CompletionSources.Add(Shells);
        var command = new Command("completion",
            "Print a script that completes commands, options and names; its first line says where to put it.") { shell };
        command.SetAction(parsed =>
        {
            var wanted = parsed.GetValue(shell)!;
            if (!Shells.Contains(wanted))
                throw new SpecException(Suggestion.Unknown("shell", wanted, Shells));
            using var script = new StreamReader(typeof(CompletionCommand)
                .Assembly.GetManifestResourceStream($"samesame.{wanted}")!);
            console.Output.Write(script.ReadToEnd());
            return ExitCodes.Done;
        });
        return command;
    }
}
