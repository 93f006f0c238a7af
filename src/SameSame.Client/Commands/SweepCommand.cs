using System.CommandLine;

namespace SameSame.Client.Commands;

/// <summary><c>samesame sweep</c> and what is below it.</summary>
internal static class SweepCommand
{
    public static Command Create(ClientConsole console) =>
        new("sweep", "Run sweeps and look at them.") { SweepRunCommand.Create(console), SweepListCommand.Create(console), SweepStatusCommand.Create(console) };
}
