using YamlDotNet.Core;

namespace SameSame.Evaluation.Configuration.Yaml;

/// <summary>Counts levels before anything recursive reads a file: a few thousand brackets would end the process.</summary>
internal static class YamlDepth
{
    /// <summary>Far beyond what any of our files needs.</summary>
    public const int Most = 64;

    /// <summary>Where a text goes deeper; null where it does not.</summary>
    public static Mark? TooDeep(string text)
    {
        var parser = new Parser(new StringReader(text));
        for (var depth = 0; parser.MoveNext(); depth += parser.Current!.NestingIncrease)
        {
            if (depth > Most)
                return parser.Current!.Start;
        }

        return null;
    }
}
