using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Tokens;
using YamlDotNet.RepresentationModel;

namespace SameSame.Evaluation.Configuration.Yaml;

/// <summary>Parses YAML, and says in plain words what is wrong with a text that is none.</summary>
internal static partial class YamlSyntax
{
    // What the parser's sentence contains, and what its author did. The first that fits is told.
    private static readonly (string Sign, string Meaning)[] Meanings =
    [
        ("tab", "a tab in front of a value; indent with spaces"),
        ("quoted scalar, found unexpected end", "the quote that opens here is never closed"),
        ("escape character", "a backslash in double quotes that means nothing; put the text in single quotes"),
        ("cannot start any token", "a value cannot begin with this character; put it in quotes"),
        ("anchor", "a reference (*name) to something that is not marked (&name) before"),
        ("'-' indicator", "an entry of a list is expected here, '- ...', indented like the others"),
        ("Block sequence entries", "an entry of a list ('- ...') does not belong here; check the indentation"),
        ("expected ',' or", "a comma or the closing bracket is missing"),
        ("expected node content", "a value is expected here; remove the bracket or comma, or put it in quotes"),
        ("invalid mapping", "two values on one line, or a line that is indented too far; put a text with ': ' in quotes"),
        ("expected key", "expected 'field: value', indented like the lines above"),
        ("expected ':'", "expected 'field: value'"),
        ("Mapping", "expected 'field: value', indented like the lines above"),
    ];

    /// <summary>The one document of a text.</summary>
    /// <exception cref="SpecException">It is not YAML, holds nothing, or several documents.</exception>
    public static YamlNode Parse(string path, string text)
    {
        var stream = new YamlStream();
        try
        {
            if (YamlDepth.TooDeep(text) is { } place)
                throw YamlPlace.Wrong(path, place.Line, place.Column,
                    $"more than {YamlDepth.Most} levels of brackets or indentation");
            stream.Load(new StringReader(text));
        }
        catch (Exception e) when (e is YamlException or InvalidOperationException or ArgumentException)
        {
            if (Unclosed(text) is { } open)
                throw YamlPlace.Wrong(path, open.At.Line, open.At.Column,
                    $"the '{open.Bracket}' that opens here is never closed");
            var at = (e as YamlException)?.Start ?? Mark.Empty;
            throw YamlPlace.Wrong(path, Math.Max(1, at.Line), Math.Max(1, at.Column), Explain(e.Message));
        }

        return stream.Documents switch
        {
            [] => throw new SpecException($"{path}: the file is empty"),
            [var one] => one.RootNode,
            [_, var second, ..] =>
                throw YamlPlace.Wrong(path, second.RootNode.Start.Line, 1,
                "a second document begins ('---'); one file holds one"),
        };
    }

    private static string Explain(string sentence) => Duplicate().Match(sentence) is { Success: true } twice
        ? $"'{twice.Groups[1].Value}' is written twice"
        : Meanings.Where(m => sentence.Contains(m.Sign, StringComparison.OrdinalIgnoreCase)).Select(m => m.Meaning)
            .FirstOrDefault() ?? "this is not YAML: check indentation, brackets and quotes";

    // The parser complains where the text ends, or at the next field; its author needs to know where the bracket is.
    private static (char Bracket, Mark At)? Unclosed(string text)
    {
        var open = new Stack<(char Bracket, Mark At)>();
        var scanner = new Scanner(new StringReader(text));
        try
        {
            // Without a parser that stops it, the scanner finds keys without end in some texts.
            for (var tokens = 0; scanner.MoveNext() && tokens < 2 * text.Length; tokens++)
            {
                if (scanner.Current is FlowSequenceStart or FlowMappingStart)
                    open.Push((scanner.Current is FlowSequenceStart ? '[' : '{', scanner.Current.Start));
                else if (scanner.Current is FlowSequenceEnd or FlowMappingEnd && open.TryPeek(out var last)
                    && last.Bracket == (scanner.Current is FlowSequenceEnd ? '[' : '{'))
                    open.Pop();
            }
        }
        catch (YamlException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            // A field on the next line, inside the bracket.
        }

        return open.TryPeek(out var innermost) ? innermost : null;
    }

    [GeneratedRegex("^Duplicate key (.*)$", RegexOptions.Singleline)]
    private static partial Regex Duplicate();
}
