using System.CommandLine;
using System.CommandLine.Parsing;
using SameSame.Quantization;

namespace SameSame.Client.Parsing;

/// <summary>What is wrong with a command line, in our own words: those of the parser name types.</summary>
internal static class ParseProblem
{
    /// <summary>The first problem, or null where there is none.</summary>
    public static string? Of(ParseResult parsed) =>
        Unknown(parsed) ?? parsed.CommandResult.Children.Select(Of).OfType<string>().FirstOrDefault() ?? Missing(parsed)
            ?? (parsed.Errors.Count > 0 ? "the command line cannot be read" : null);

    private static string? Unknown(ParseResult parsed)
    {
        var here = parsed.CommandResult.Command;
        // The parser takes a misspelt option for the argument that comes next.
        var taken = parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens).Select(t => t.Value);
        if (parsed.UnmatchedTokens.Concat(taken).FirstOrDefault(t => t.Length > 1 && t[0] == '-') is { } option)
        {
            var known = Options(parsed.CommandResult).SelectMany(o => o.Aliases.Prepend(o.Name)).ToList();
            return Suggestion.Nearest(option.Split('=', ':')[0], known) is { } nearest
                ? $"unknown option '{option}': did you mean {nearest}?" : $"unknown option '{option}'";
        }

        return parsed.UnmatchedTokens is not [var token, ..] ? null
            : here.Subcommands.Count > 0 ? Suggestion.Unknown("command", token, here.Subcommands.Select(c => c.Name))
            : $"'{token}' is one value too many for '{Name(here)}'; a value with spaces needs quotes";
    }

    private static string? Of(SymbolResult result) => result switch
    {
        OptionResult { Implicit: false } option => Of(option),
        ArgumentResult { Argument: var a } argument =>
            argument.Tokens.Select(t => Of(a.Name.ToUpperInvariant(), a, a.ValueType, t.Value)).OfType<string>()
                .FirstOrDefault(),
        _ => null,
    };

    private static string? Of(OptionResult result)
    {
        var option = result.Option;
        if (result.Tokens.Count < option.Arity.MinimumNumberOfValues)
            return $"{option.Name} needs a value";
        if (result.Tokens.Count > option.Arity.MaximumNumberOfValues || result.IdentifierTokenCount > 1)
            return $"{option.Name} is given more than once";
        return result.Tokens.Select(t => Of(option.Name, option, option.ValueType, t.Value)).OfType<string>().FirstOrDefault();
    }

    private static string? Of(string name, Symbol symbol, Type type, string value) =>
        string.IsNullOrWhiteSpace(value) ? $"{name} is empty; give it a value or leave it out"
        : value.Contains('\0', StringComparison.Ordinal) ? $"{name} holds a null character"
        : (ValueKind.Problem(type, value) ?? Check.Problem(symbol, value)) is { } problem ? $"{name} '{value}': {problem}"
            : null;

    private static string? Missing(ParseResult parsed)
    {
        var (result, here) = (parsed.CommandResult, parsed.CommandResult.Command);
        var needed = here.Arguments.Where(a => a.Arity.MinimumNumberOfValues > 0);
        if (needed.FirstOrDefault(a => result.GetResult(a) is not { Tokens.Count: > 0 }) is { } argument)
            return $"'{Name(here)}' needs {argument.Name.ToUpperInvariant()}: {argument.Description}";
        return here.Options.FirstOrDefault(o => o.Required && result.GetResult(o) is not { Implicit: false }) is { } option
            ? $"'{Name(here)}' needs {option.Name}: {option.Description}" : null;
    }

    private static IEnumerable<Option> Options(CommandResult result) =>
        result.Command.Options.Concat((result.Parent as CommandResult)?.Command.Options.Where(o => o.Recursive) ?? []);

    private static string Name(Command command) => string.Join(' ', Path(command).Reverse());

    private static IEnumerable<string> Path(Command command)
    {
        for (var at = command; at is not null; at = at.Parents.OfType<Command>().FirstOrDefault())
            yield return at is RootCommand ? "samesame" : at.Name;
    }
}
