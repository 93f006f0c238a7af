using System.CommandLine;
using SameSame.Client.Commands;
using SameSame.Testing;

namespace SameSame.Client.Tests;

/// <summary>Every option and argument of every command, given what it cannot be: refused in plain words. New commands are found
/// by themselves.</summary>
public sealed class NonsenseTests : IDisposable
{
    private static readonly string[] Foreign = ["System.", "Exception", "   at ", "`", "unexpected", "Nullable", "NullReference",
        "defect"];

    // What these take is anybody's text: a name, a pattern. What nobody has simply is not found.
    private static readonly string[] AnyText = ["--models", "--model"];

    // A path that is not there yet is what these want.
    private static readonly string[] Created = ["--data", "--output", "--json", "--save-factors"];

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _wrong = [];

    public NonsenseTests()
    {
        _folder.Write("malformed.yaml", "name: [");
        _folder.Write("good.yaml", $"name: s\nzoo: {Places.Fashion}/zoo.yaml\ndataset: {Places.Fashion}/dataset.yaml\n");
        Directory.CreateDirectory(_folder["empty"]);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Is_refused_by_every_command_without_a_word_of_the_class_library()
    {
        var ran = 0;
        foreach (var command in Leaves(new CommandLine(new ClientConsole(TextWriter.Null, TextWriter.Null)).Root))
        {
            foreach (var argument in command.Arguments)
            {
                foreach (var value in Texts)
                    ran += await TryAsync([.. Path(command), .. Arguments(command, argument, value),
                        .. Required(command, null)]);
            }

            foreach (var option in command.Options.Where(o => o is not System.CommandLine.Help.HelpOption))
            {
                foreach (var value in Values(option).Where(v => !IsFine(command, option.Name, v)))
                    ran += await TryAsync([.. Path(command), .. Arguments(command, null, ""), .. Required(command, option),
                        option.Name, value]);
            }
        }

        Assert.True(_wrong.Count == 0, string.Join('\n', _wrong));
        Assert.True(ran > 500, $"{ran} command lines");
    }

    [Fact]
    public async Task A_misspelt_option_is_answered_with_the_one_that_was_meant_on_every_command()
    {
        foreach (var command in Leaves(new CommandLine(new ClientConsole(TextWriter.Null, TextWriter.Null)).Root))
        {
            foreach (var name in command.Options.Select(o => o.Name))
            {
                var misspelt = name[^1] == 's' ? name[..^1] : name + "s";
                var result = await Cli.RunAsync([.. Path(command), misspelt, "x", .. Arguments(command, null, "")]);
                var line = Assert.Single(result.Complaints);
                Assert.True(result.Code == ExitCodes.NothingStarted
                    && line == $"samesame: unknown option '{misspelt}': did you mean {name}? (see --help)",
                    $"{command.Name}: {line}");
            }
        }
    }

    private string[] Texts =>
        ["", " ", "@", "nope/nope.yaml", _folder.Root, _folder["malformed.yaml"], $"{_folder["good.yaml"]}/below",
        "99999999999999999999"];

    private IEnumerable<string> Values(Option option)
    {
        if (option.ValueType != typeof(string))
            return option.ValueType == typeof(bool) ? ["maybe"] : ["", "abc", "-7", "1e999", "99999999999999999999", "1,5"];
        if (AnyText.Contains(option.Name))
            return ["", " "];
        return Created.Contains(option.Name)
            ? ["", " ", $"{_folder["good.yaml"]}/below", option.Name == "--data" ? _folder["good.yaml"] : _folder.Root] : Texts;
    }

    private bool IsFine(Command command, string name, string value) =>
        command.Name is "list" or "clear" && name == "--folder" && value == _folder.Root
        // What nobody has simply is not found; a gain is a cost below zero.
        || command.Name == "leaderboard"
            && (name is "--dataset" or "--sweep" && value.Trim().Length > 0 || (name, value) == ("--max-cost", "-7"));

    private IEnumerable<string> Arguments(Command command, Argument? wrong, string value) =>
        command.Arguments.Where(a => a == wrong || a.Arity.MinimumNumberOfValues > 0)
        .Select(a => a == wrong ? value : a.Name switch
    {
        "spec" => _folder["good.yaml"],
        "id" => "s-1",
        "file" => "zoo",
        "shell" => "bash",
        "cell" => "abc",
        "a" or "b" => "nothing",
        "name" => "Ada",
        "hash" => new string('a', 64),
        "model" => System.IO.Path.Combine(Places.Fashion, "models", "fashion_resnet.onnx"),
        "dir" => _folder["empty"],
        _ => throw new InvalidOperationException($"{command.Name}: give this test a value for {a.Name}"),
    });

    private IEnumerable<string> Required(Command command, Option? wrong)
    {
        foreach (var option in command.Options.Where(o => o != wrong && (o.Required || o.Name == "--data")))
        {
            yield return option.Name;
            yield return option.Name == "--data" ? _folder["d"] : _folder["out"];
        }
    }

    private async Task<int> TryAsync(IEnumerable<string> line)
    {
        string[] args = [.. line];
        var result = await Cli.RunAsync(args);
        var said = result.Output + result.Error;
        if (result.Code is not (ExitCodes.SomeFailed or ExitCodes.NothingStarted)
            || Foreign.Any(f => said.Contains(f, StringComparison.Ordinal)) || said.Length == 0)
        {
            var shown = string.Join(' ', args.Select(a => a.Length == 0 ? "''" : a))
                .Replace(_folder.Root, "", StringComparison.Ordinal);
            _wrong.Add($"{result.Code}: {shown}\n    {said.ReplaceLineEndings(" | ")}");
        }

        return 1;
    }

    private static IEnumerable<Command> Leaves(Command command) =>
        command.Subcommands.Count == 0 ? [command] : command.Subcommands.SelectMany(Leaves);

    private static IEnumerable<string> Path(Command command) =>
        command is RootCommand ? [] : [.. command.Parents.OfType<Command>().SelectMany(Path), command.Name];
}
