using SameSame.Evaluation.Configuration;

namespace SameSame.Evaluation.Datasets;

/// <summary>
/// A text file with one class a line, whose first word is the class's name (a wnid such as n02119789); further words are for people, as in <c>synset_words.txt</c>.
/// </summary>
internal static class WnidList
{
    /// <summary>How to get the development kit's order as text.</summary>
    public const string FromDevelopmentKit =
        """python3 -c "import scipy.io as s; m = s.loadmat('meta.mat', squeeze_me=True)['synsets']; [print(r['WNID']) for r in m[:1000]]" > synsets.txt""";

    /// <summary>The names, in the file's order.</summary>
    /// <exception cref="SpecException">The file is missing, empty or no text, or names a class twice.</exception>
    public static IReadOnlyList<string> Read(string path)
    {
        if (!File.Exists(path))
            throw new SpecException($"{path}: no such file; it should have one wnid a line");
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            if (++number == 1 && line.StartsWith("MATLAB ", StringComparison.Ordinal))
                throw new SpecException($"{path}: MATLAB's format is not read; write the order as text, beside it, with: {FromDevelopmentKit}");
            var words = line.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0 && !lines.TryAdd(words[0], number))
                throw new SpecException($"{path}:{number}: '{words[0]}' stands on line {lines[words[0]]} already; every class once");
        }

        return lines.Count > 0 ? [.. lines.OrderBy(l => l.Value).Select(l => l.Key)] : throw new SpecException($"{path}: it lists no classes; one wnid a line is expected");
    }
}
