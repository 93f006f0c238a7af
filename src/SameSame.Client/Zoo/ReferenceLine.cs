using System.Globalization;
using SameSame.Evaluation.Configuration;

namespace SameSame.Client.Zoo;

/// <summary>Writes a model's reference into the text of a catalogue, comments and order untouched.</summary>
internal static class ReferenceLine
{
    /// <summary>The text with the line; in the place of the commented one that <c>zoo init</c> leaves, or at the entry's end.</summary>
    /// <param name="text">The catalogue.</param>
    /// <param name="path">Named in errors.</param>
    /// <param name="model">The model.</param>
    /// <param name="dataset">What it was measured on.</param>
    /// <param name="top1">In percent.</param>
    /// <exception cref="SpecException">The entry is written in one line, or not found.</exception>
    public static string Add(string text, string path, string model, string dataset, double top1)
    {
        var lines = text.Split('\n').ToList();
        var first = lines.FindIndex(l => l.TrimStart().StartsWith("- name:", StringComparison.Ordinal) && Value(l) == model);
        if (first < 0)
            throw new SpecException($"{path}: model '{model}': no line '- name: {model}' to write a reference under; write it by hand: {Line("", dataset, top1)}");
        var indent = lines[first].Length - lines[first].TrimStart().Length;
        var end = lines.FindIndex(first + 1, l => l.Trim().Length > 0 && l.Length - l.TrimStart().Length <= indent && l.TrimStart()[0] != '#');
        end = end < 0 ? lines.Count : end;
        var line = Line(new string(' ', indent + 2), dataset, top1);
        var draft = lines.FindIndex(first, end - first, l => l.TrimStart().StartsWith("# reference:", StringComparison.Ordinal));
        if (draft >= 0)
            lines[draft] = line;
        else
            lines.Insert(lines.FindLastIndex(end - 1, end - first, l => l.Trim().Length > 0 && l.TrimStart()[0] != '#') + 1, line);
        return string.Join('\n', lines);
    }

    private static string Line(string indent, string dataset, double top1) =>
        string.Create(CultureInfo.InvariantCulture, $"{indent}reference: {{ dataset: {dataset}, top1: {top1:0.00}, tolerance: 0.5 }}");

    private static string Value(string line) => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Split('#')[0].Trim().Trim('"', '\'');
}
