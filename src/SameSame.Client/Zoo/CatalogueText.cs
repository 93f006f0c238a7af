using SameSame.Evaluation.Configuration;

namespace SameSame.Client.Zoo;

/// <summary>Writes catalogues: a first one, or more entries behind those that somebody wrote.</summary>
internal static class CatalogueText
{
    private const string Head = """
        # Written by 'samesame zoo init'. UNVERIFIED lines are guesses: check them against how each model was trained,
        # add a reference, and run 'samesame zoo check'; with --labels it tries the usual preprocessings.
        models:

        """;

    /// <summary>A catalogue of nothing but these entries.</summary>
    public static string Of(IEnumerable<EntryDraft> entries) => Head.ReplaceLineEndings("\n") + Lines(entries, "  ", "\n");

    /// <summary>A catalogue with more entries at its end; what is there stays as it is, comments included.</summary>
    /// <exception cref="SpecException">Its models are written in a form that nothing can be put behind.</exception>
    public static void Append(ZooFile zoo, IReadOnlyList<EntryDraft> entries)
    {
        var text = File.ReadAllText(zoo.Path);
        var newline = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var first = text.Split('\n').FirstOrDefault(l => l.TrimStart().StartsWith("- ", StringComparison.Ordinal));
        var indent = first is null ? "  " : first[..(first.Length - first.TrimStart().Length)];
        var temporary = $"{zoo.Path}.{Environment.ProcessId}.tmp";
        try
        {
            File.WriteAllText(temporary, $"{text}{(text.EndsWith('\n') ? "" : newline)}{Lines(entries, indent, newline)}");
            if (!Names(temporary).SequenceEqual(zoo.Models.Select(m => m.Name).Concat(entries.Select(e => e.Name))))
                throw new SpecException($"{zoo.Path}: nothing can be put behind its models as they are written; make each a "
                    + $"list item of its own, '- name: ...'");
            File.Move(temporary, zoo.Path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static IEnumerable<string> Names(string path)
    {
        try
        {
            return ZooFile.Read(path).Models.Select(m => m.Name);
        }
        catch (SpecException)
        {
            return [];
        }
    }

    private static string Lines(IEnumerable<EntryDraft> entries, string indent, string newline) =>
        string.Concat(entries.SelectMany(e => e.Lines()).Select(l => $"{indent}{l}{newline}"));
}
