using System.Diagnostics;
using SameSame.Testing;

namespace SameSame.Client.Tests;

/// <summary>What shells complete, and the scripts by which they ask.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("swe", "sweep")]
    [InlineData("sweep re", "resume")]
    [InlineData("sweep run s.yaml --meth", "--methods")]
    [InlineData("sweep run s.yaml --methods sm", "smooth")]
    [InlineData("sweep run s.yaml --methods none,tw", "none,two-step")]
    [InlineData("sweep run s.yaml --calibrator e", "entropy")]
    [InlineData("sweep run s.yaml --device g", "gpu")]
    [InlineData("quantize m.onnx --method tw", "two-step")]
    [InlineData("quantize m.onnx --granularity per-ch", "per-channel")]
    [InlineData("quantize m.onnx --bias-correction an", "analytic")]
    [InlineData("schema zo", "zoo")]
    [InlineData("completion fi", "fish")]
    public async Task A_beginning_is_completed(string line, string expected)
    {
        var result = await Cli.RunAsync($"[suggest:{line.Length}]", line);
        Assert.Equal((ExitCodes.Done, ""), (result.Code, result.Error));
        Assert.Contains(expected, result.Output.Split('\n'));
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public async Task Each_shell_has_a_script_that_asks_this_program(string shell)
    {
        var result = await Cli.RunAsync("completion", shell);
        Assert.Equal((ExitCodes.Done, ""), (result.Code, result.Error));
        Assert.StartsWith($"# samesame completion {shell} >", result.Output, StringComparison.Ordinal);
        Assert.Contains("[suggest:", result.Output, StringComparison.Ordinal);
        if (shell == "bash")
            Assert.Equal((0, ""), Run("-n", _folder.Write("script", result.Output)));
    }

    // Bash itself completes, with a stand-in for the program that answers what it was asked.
    [Fact]
    public async Task Bash_hands_over_the_line_up_to_the_cursor_without_the_name_of_the_program()
    {
        var script = _folder.Write("script", (await Cli.RunAsync("completion", "bash")).Output);
        var test = _folder.Write("test", $$"""
            source {{script}}
            samesame() { echo "$1|$2" >> {{_folder["asked"]}}; printf 'resume\nretry\nlist\n'; }
            COMP_LINE='samesame sweep re --x' COMP_POINT=17 COMP_WORDS=(samesame sweep re --x) COMP_CWORD=2
            _samesame
            echo "${COMPREPLY[@]}"
            """);
        Assert.Equal((0, "resume retry\n"), Run(test));
        Assert.Equal("[suggest:8]|sweep re\n", await File.ReadAllTextAsync(_folder["asked"]));
    }

    private static (int Code, string Output) Run(params string[] arguments)
    {
        using var bash = Process.Start(new ProcessStartInfo("bash", arguments) { RedirectStandardOutput = true,
            RedirectStandardError = true })!;
        var output = bash.StandardOutput.ReadToEnd() + bash.StandardError.ReadToEnd();
        bash.WaitForExit();
        return (bash.ExitCode, output);
    }
}
