namespace SameSame.Quantization;

/// <summary>Words the one-line complaint about an unknown name, with the nearest known one.</summary>
public static class Suggestion
{
    /// <summary>"unknown method 'two-stp': did you mean two-step? (known: ...)".</summary>
    public static string Unknown(string kind, string name, IEnumerable<string> known)
    {
        var all = known.ToList();
        var nearest = Nearest(name, all);
        var hint = nearest is null ? "" : $": did you mean {nearest}?";
        return $"unknown {kind} '{name}'{hint} (known: {string.Join(", ", all)})";
    }

    /// <summary>The known name within half the length in edit distance, or null.</summary>
    public static string? Nearest(string name, IReadOnlyCollection<string> known)
    {
        var best = known.Select(k => (Name: k, Distance: EditDistance(name, k))).OrderBy(p => p.Distance).FirstOrDefault();
        return best.Name is not null && best.Distance <= Math.Max(2, name.Length / 2) ? best.Name : null;
    }

    private static int EditDistance(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
