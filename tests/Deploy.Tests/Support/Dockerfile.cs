using System.Text.RegularExpressions;
using SameSame.Testing;

namespace Deploy.Tests.Support;

/// <summary>One instruction of a Dockerfile, its lines joined.</summary>
/// <param name="Word">The instruction, upper case.</param>
/// <param name="Text">What follows it.</param>
/// <param name="Stage">Number of the stage it belongs to; -1 before the first.</param>
internal sealed record Instruction(string Word, string Text, int Stage);

/// <summary>A Dockerfile at the top level, read as far as our own use it: comments, continued lines, instructions.</summary>
internal sealed partial class Dockerfile
{
    public Dockerfile(string name)
    {
        Name = name;
        var (joined, stage) = ("", -1);
        foreach (var line in File.ReadAllLines(Path.Combine(Places.Root, name)).Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#'))
        {
            joined += line.TrimEnd('\\');
            if (line.EndsWith('\\'))
                continue;
            var (word, text) = joined.Split(' ', 2) is [var w, var t] ? (w, t.Trim()) : (joined, "");
            stage += word == "FROM" ? 1 : 0;
            Instructions.Add(new Instruction(word, text, stage));
            joined = "";
        }
    }

    public string Name { get; }

    public List<Instruction> Instructions { get; } = [];

    /// <summary>Instructions of the image itself.</summary>
    public IEnumerable<Instruction> Final => Instructions.Where(i => i.Stage == Instructions[^1].Stage);

    /// <summary>Arguments with their defaults, as the first lines declare them.</summary>
    public Dictionary<string, string> Arguments => Instructions.Where(i => i is { Word: "ARG", Stage: -1 }).Select(i => i.Text.Split('=', 2)).ToDictionary(p => p[0], p => p[1]);

    /// <summary>Stages: base and name.</summary>
    public List<(string From, string Name)> Stages => [.. Instructions.Where(i => i.Word == "FROM").Select(i => i.Text.Split(" AS ")).Select(p => (p[0], p[1]))];

    /// <summary>The environment of the image.</summary>
    public Dictionary<string, string> Environment => Final.Where(i => i.Word == "ENV").SelectMany(i => Pairs().Matches(i.Text)).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);

    /// <summary>The only instruction of a kind in the image.</summary>
    public string Single(string word) => Final.Single(i => i.Word == word).Text;

    /// <summary>Words of an instruction in its JSON form.</summary>
    public string[] Words(string word) => System.Text.Json.JsonSerializer.Deserialize<string[]>(Single(word))!;

    [GeneratedRegex(@"(\S+?)=(\S+)")]
    private static partial Regex Pairs();
}
