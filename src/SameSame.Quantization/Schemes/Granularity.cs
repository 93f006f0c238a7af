namespace SameSame.Quantization.Schemes;

/// <summary>How many weight scales a layer has.</summary>
public enum Granularity
{
    /// <summary>One scale for the whole weight tensor ("layer-wise" in the paper).</summary>
    PerTensor,

    /// <summary>One scale for every output channel.</summary>
    PerChannel,
}

/// <summary>The names of <see cref="Granularity"/> in files and on the command line.</summary>
public static class GranularityNames
{
    /// <summary>All names, in the order of the enumeration.</summary>
    public static IReadOnlyList<string> All { get; } = ["per-tensor", "per-channel"];

    /// <summary>The name that files use.</summary>
    public static string Name(this Granularity granularity) => All[(int)granularity];

    /// <summary>Reads a name.</summary>
    /// <exception cref="FormatException">The name is none of <see cref="All"/>.</exception>
    public static Granularity Parse(string name)
    {
        for (var i = 0; i < All.Count; i++)
        {
            if (All[i] == name)
                return (Granularity)i;
        }

        throw new FormatException(Suggestion.Unknown("granularity", name, All));
    }
}
