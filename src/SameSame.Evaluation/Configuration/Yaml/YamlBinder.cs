using System.Collections;
using SameSame.Quantization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SameSame.Evaluation.Configuration.Yaml;

/// <summary>Turns what was parsed into a record, strictly: what does not fit is told with line, column and field.</summary>
/// <param name="path">The file, named in errors.</param>
internal sealed class YamlBinder(string path)
{
    private const int Shown = 40;

    /// <summary>Reads the whole file.</summary>
    public T Bind<T>(YamlNode root) where T : class => (T)Record(root, typeof(T), "");

    private object Record(YamlNode node, Type type, string at)
    {
        if (node is not YamlMappingNode mapping)
            throw Wrong(node, at, $"expected {YamlScalar.Name(type)}, found {Describe(node)}");
        var record = Activator.CreateInstance(type)!;
        var fields = YamlFields.Of(type);
        foreach (var (key, value) in mapping.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? throw Wrong(key, at, "the name of a field is a text");
            var field = fields.FirstOrDefault(f => f.Name == name)
                ?? throw Wrong(key, at, Suggestion.Unknown("field", name, fields.Select(f => f.Name)));
            field.Property.SetValue(record, Field(value, field, at.Length == 0 ? name : $"{at}.{name}"));
        }

        return record;
    }

    private object? Field(YamlNode node, YamlField field, string at)
    {
        if (IsMissing(node) || (field.NoValue is { } word && node is YamlScalarNode scalar && scalar.Value == word))
            return field.Optional ? null : throw Wrong(node, at, $"a value is missing: expected {YamlScalar.Name(field.Type)}");
        return Value(node, field.Type, at, field.NoValue is { } other ? $"{YamlScalar.Name(field.Type)}, or {other}"
            : YamlScalar.Name(field.Type));
    }

    private object Value(YamlNode node, Type type, string at, string expected)
    {
        if (YamlField.ElementOf(type) is { } element)
            return List(node, type, element, at, expected);
        if (!YamlField.IsScalar(type))
            return Record(node, type, at);
        return node is YamlScalarNode scalar && !IsMissing(node) && YamlScalar.Read(scalar.Value!, type) is { } value
            ? value
            : throw Wrong(node, at, $"expected {expected}, found {Describe(node)}");
    }

    // One word stands for a list of it. Several with commas are one text in YAML, which nobody means.
    private object List(YamlNode node, Type type, Type element, string at, string expected)
    {
        if (node is YamlScalarNode { Value: { } text }
            && (text.Contains(',', StringComparison.Ordinal) || !YamlField.IsScalar(element)))
            throw Wrong(node, at, YamlField.IsScalar(element) ? $"expected a list: [{text}]"
                : $"expected {expected}, found {Describe(node)}");
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(element))!;
        foreach (var item in node switch { YamlSequenceNode sequence => sequence.Children, YamlScalarNode => [node],
            _ => throw Wrong(node, at, $"expected {expected}, found {Describe(node)}") })
            list.Add(Value(item, element, at, YamlScalar.Name(element)));
        if (!type.IsArray)
            return list;
        var array = Array.CreateInstance(element, list.Count);
        list.CopyTo(array, 0);
        return array;
    }

    private static bool IsMissing(YamlNode node) =>
        node is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" or "Null" or "NULL" };

    private static string Describe(YamlNode node) => node switch
    {
        _ when IsMissing(node) => "nothing",
        YamlSequenceNode => "a list",
        YamlMappingNode => "fields with values",
        YamlScalarNode { Value: { } text } =>
            $"'{(text.Length > Shown ? text[..Shown] + "..." : text).ReplaceLineEndings(" ")}'",
        _ => "something else",
    };

    private SpecException Wrong(YamlNode node, string at, string problem) =>
        YamlPlace.Wrong(path, node.Start.Line, node.Start.Column, $"{(at.Length > 0 ? $"{at}: " : "")}{problem}");
}
