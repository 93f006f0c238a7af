using System.Globalization;
using SameSame.Evaluation.Preprocessing;

namespace SameSame.Client.Zoo;

/// <summary>An input specification as catalogues write it.</summary>
internal static class InputText
{
    /// <summary>The whole of it, in one line.</summary>
    public static string Of(InputSpec input) => $"{{ {string.Join(", ", Fields(input))} }}";

    /// <summary>The fields in which one differs from another, as they are written.</summary>
    public static IReadOnlyList<string> Changes(InputSpec from, InputSpec to)
    {
        var known = Fields(from).ToHashSet(StringComparer.Ordinal);
        List<string> changed = [.. Fields(to).Where(f => !known.Contains(f))];
        // A field that is to go away has no value to write.
        if (from.Resize is not null && to.Resize is null)
            changed.Add("no resize");
        if (from.Interpolation != to.Interpolation && to.Interpolation == "bilinear")
            changed.Add("interpolation: bilinear");
        return changed;
    }

    private static IEnumerable<string> Fields(InputSpec input)
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"height: {input.Height}");
        yield return string.Create(CultureInfo.InvariantCulture, $"width: {input.Width}");
        if (input.Resize is { } side)
            yield return string.Create(CultureInfo.InvariantCulture, $"resize: {side}");
        if (input.Interpolation != "bilinear")
            yield return $"interpolation: {input.Interpolation}";
        yield return $"layout: {input.Layout}";
        yield return $"order: {input.Order}";
        yield return string.Create(CultureInfo.InvariantCulture, $"scale: {input.Scale}");
        yield return $"mean: [{Join(input.Mean)}]";
        yield return $"std: [{Join(input.Std)}]";
    }

    private static string Join(double[] values) =>
        string.Join(", ", values.Select(v => v.ToString(CultureInfo.InvariantCulture)));
}
