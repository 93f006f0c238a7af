using System.CommandLine;

namespace SameSame.Client.Commands;

/// <summary><c>samesame zoo</c> and what is below it.</summary>
internal static class ZooCommand
{
    public static Command Create(ClientConsole console) =>
        new("zoo", "Write or verify a catalogue.") { ZooInitCommand.Create(console), ZooCheckCommand.Create(console) };
}
