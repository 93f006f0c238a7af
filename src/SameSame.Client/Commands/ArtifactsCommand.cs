using System.CommandLine;

namespace SameSame.Client.Commands;

/// <summary><c>samesame artifacts</c> and what is below it.</summary>
internal static class ArtifactsCommand
{
    public static Command Create(ClientConsole console) => new("artifacts", "What sweeps left behind: factors, statistics, logits, by hash.") { ArtifactsGetCommand.Create(console) };
}
