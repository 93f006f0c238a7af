using System.Reflection;
using System.Xml.Linq;

namespace SameSame.Client.Schemas;

/// <summary>What the documentation of a type or a property says, as plain text.</summary>
internal static class FieldDocs
{
    private static readonly Lazy<Dictionary<string,
        XElement>> Summaries = new(() => new[] { "SameSame.Evaluation.xml", "SameSame.Hosting.xml" }
        .SelectMany(Read).ToDictionary(m => m.Name, m => m.Summary, StringComparer.Ordinal));

    /// <summary>The summary of a type.</summary>
    public static string Of(Type type) => Text($"T:{type.FullName}");

    /// <summary>The summary of a property.</summary>
    public static string Of(PropertyInfo property) => Text($"P:{property.DeclaringType!.FullName}.{property.Name}");

    private static string Text(string member) =>
        string.Join(' ', string.Concat(Summaries.Value[member].Nodes().Select(Plain))
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    // <c>word</c> is the word, and a reference the name of what it refers to.
    private static string Plain(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see => ((string)see.Attribute("cref")!).Split('.')[^1],
        XElement element => string.Concat(element.Nodes().Select(Plain)),
        _ => "",
    };

    private static IEnumerable<(string Name, XElement Summary)> Read(string resource)
    {
        using var stream = typeof(FieldDocs).Assembly.GetManifestResourceStream(resource)!;
        foreach (var member in XDocument.Load(stream).Descendants("member"))
        {
            if (member.Element("summary") is { } summary)
                yield return ((string)member.Attribute("name")!, summary);
        }
    }
}
