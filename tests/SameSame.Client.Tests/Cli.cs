using SameSame.Client.Commands;

namespace SameSame.Client.Tests;

/// <summary>Runs the command line in this process.</summary>
internal static class Cli
{
    /// <summary>What a command returned and wrote.</summary>
    public sealed record Result(int Code, string Output, string Error)
    {
        /// <summary>The lines of standard error.</summary>
        public string[] Complaints => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public static async Task<Result> RunAsync(params string[] args)
    {
        using StringWriter output = new(), error = new();
        var code = await new CommandLine(new ClientConsole(output, error)).RunAsync(args, CancellationToken.None);
        return new Result(code, output.ToString(), error.ToString());
    }
}
