using System.CommandLine;

namespace SameSame.Client.Commands;

/// <summary>The sweep that a command is about.</summary>
internal static class SweepIdArgument
{
    public static Argument<string> Create() => new("id") { Description = "The sweep, as 'sweep list' shows it." };
}
