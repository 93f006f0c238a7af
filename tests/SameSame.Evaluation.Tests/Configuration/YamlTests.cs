using SameSame.Evaluation.Configuration;
using SameSame.Testing;

namespace SameSame.Evaluation.Tests.Configuration;

/// <summary>Texts that are no YAML, and values of the wrong kind: where they are and what to do, without the parser's own
/// sentences.</summary>
public sealed class YamlTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("whole: [1, 2\nreal: 3\n", "line 1, column 8: the '[' that opens here is never closed")]
    [InlineData("inner: { word: x\nreal: 3", "line 1, column 8: the '{' that opens here is never closed")]
    [InlineData("inner: { words: [a, b }", "line 1, column 17: the '['")]
    [InlineData("whole: ]", "a value is expected here")]
    [InlineData("whole: [1}", "line 1, column 8: the '[' that opens here is never closed")]
    [InlineData("whole: [a: b c: d]", "a comma or the closing bracket is missing")]
    [InlineData("word: 'x\nreal: 3\n", "line 1, column 7: the quote that opens here is never closed")]
    [InlineData("word: a: b", "column 8: two values on one line")]
    [InlineData("whole: 1\n- b", "line 2, column 1: expected 'field: value'")]
    [InlineData("inner:\n\t- b", "a tab in front of a value")]
    [InlineData("word: @x", "line 1, column 7: a value cannot begin with this character")]
    [InlineData("word: \"\\q\"", "a backslash in double quotes")]
    [InlineData("word: *x", "a reference (*name)")]
    [InlineData("word: a\nreal: 1\nword: b", "line 3, column 1: 'word' is written twice")]
    [InlineData("word: a\n---\nword: b", "line 3, column 1: a second document")]
    [InlineData("# nothing\n", "the file is empty")]
    [InlineData("just words", "expected fields with values, found 'just words'")]
    [InlineData("[word]: a", "the name of a field is a text")]
    [InlineData("whole: 1.5", "whole: expected a whole number, found '1.5'")]
    [InlineData("whole: 99999999999", "whole: expected a whole number, found '99999999999'")]
    [InlineData("whole: ~", "whole: a value is missing: expected a whole number")]
    [InlineData("word:", "word: a value is missing: expected a text")]
    [InlineData("real: .nan", "real: expected a number, found '.nan'")]
    [InlineData("flag: maybe", "flag: expected true or false, found 'maybe'")]
    [InlineData("words: [a, ~]", "words: expected a text, found nothing")]
    [InlineData("words: [a, [b]]", "words: expected a text, found a list")]
    [InlineData("inner: 3", "inner: expected fields with values, found '3'")]
    [InlineData("inner: { wrod: 3 }", "inner: unknown field 'wrod': did you mean word?")]
    public void Say_where_and_what(string text, string expected)
    {
        var message = Assert.Throws<SpecException>(() => Read(text)).Message;
        Assert.StartsWith(_folder["f.yaml"] + ": ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
        foreach (var foreign in new[] { "While ", "Exception", "System.", "node", "unexpected", "Operation" })
            Assert.DoesNotContain(foreign, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_arrive_as_they_were_written()
    {
        var read = Read("""
            # a comment
            word: '12'
            whole: -5_000
            real: 1e-3
            flag: yes
            maybe: 7
            words: one
            numbers: [1, 2.5]
            inner: &i { word: 8/8 }
            more: [*i, { words: [] , word: "null" }]
            """);
        Assert.Equal(("12", -5000, 0.001, true, 7), (read.Word, read.Whole, read.Real, read.Flag, read.Maybe));
        Assert.Equal(["one"], read.Words);
        Assert.Equal([1, 2.5], read.Numbers);
        Assert.Equal(["8/8", "null"], read.More.Select(m => m.Word));
        Assert.Null(Read("maybe: none\n").Maybe);
    }

    [Fact]
    public void Whatever_a_file_holds_it_is_read_or_refused_in_a_line()
    {
        var random = new Random(5);
        var pieces = new[] { "[", "]", "{", "}", ":", ": ", "- ", "\n", "\n  ", "'", "\"", "&a ", "*a ", "word", "inner", "#",
            ",", "?", "|", ">", "!", "%", "@", "\t", "\0", "\ufffd", "<<", "---", "..." };
        for (var round = 0; round < 3000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 20)).Select(_ => pieces[random.Next(pieces.Length)]));
            if (Record.Exception(() => Read(text)) is { } refused)
                Assert.True(refused is SpecException
                    && !refused.Message.Contains('\n'), $"{System.Text.Json.JsonSerializer.Serialize(text)}\n{refused}");
        }
    }

    [Fact]
    public void Thousands_of_brackets_are_refused_instead_of_ending_the_process() =>
        Assert.Contains("more than 64 levels", Assert.Throws<SpecException>(() => Read("words: " + new string('[', 100_000)))
            .Message, StringComparison.Ordinal);

    [Fact]
    public void A_folder_is_no_file() =>
        Assert.Equal($"{_folder.Root}: is a folder, not a file",
        Assert.Throws<SpecException>(() => YamlFile.Read<Outer>(_folder.Root)).Message);

    private Outer Read(string text) => YamlFile.Read<Outer>(_folder.Write("f.yaml", text));

    public sealed record Outer
    {
        public string Word { get; init; } = "";

        public int Whole { get; init; }

        public double Real { get; init; }

        public bool Flag { get; init; }

        [SameSame.Evaluation.Configuration.Yaml.YamlNoValue("none")]
        public int? Maybe { get; init; }

        public List<string> Words { get; init; } = [];

        public double[] Numbers { get; init; } = [];

        public Outer? Inner { get; init; }

        public List<Outer> More { get; init; } = [];
    }
}
