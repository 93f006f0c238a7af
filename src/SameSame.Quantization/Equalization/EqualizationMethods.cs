namespace SameSame.Quantization.Equalization;

/// <summary>The methods there are. A new one is a class and a line here.</summary>
public static class EqualizationMethods
{
    /// <summary>All of them, in the order tables show them.</summary>
    public static IReadOnlyList<IEqualizationMethod> All { get; } =
        [new NoneMethod(), new OneStepMethod(), new TwoStepMethod(), new CrossLayerEqualizationMethod(), new SmoothMethod(), new SearchMethod()];

    /// <summary>Those that solve one group at a time.</summary>
    public static IEnumerable<IGroupMethod> GroupMethods => All.OfType<IGroupMethod>();

    /// <summary>The method of that name; <c>search:N</c> is a search that measures at most N candidates.</summary>
    /// <exception cref="FormatException">There is none; the message suggests the nearest.</exception>
    public static IEqualizationMethod Get(string name) =>
        All.FirstOrDefault(m => m.Name == name) ?? SearchMethod.TryParse(name) ?? throw new FormatException(Suggestion.Unknown("method", name, All.Select(m => m.Name)));
}
