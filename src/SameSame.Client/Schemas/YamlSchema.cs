using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;
using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Configuration.Yaml;
using SameSame.Hosting.Specs;

namespace SameSame.Client.Schemas;

/// <summary>The JSON schema (draft 2020-12) of the YAML files people write, from the types they are read into.</summary>
internal static class YamlSchema
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The files there are a schema of.</summary>
    public static IReadOnlyDictionary<string, Type> Files { get; } = new SortedDictionary<string, Type>(StringComparer.Ordinal)
    {
        ["dataset"] = typeof(DatasetFile), ["sweep"] = typeof(SweepFile), ["zoo"] = typeof(ZooFile),
    };

    /// <summary>The schema of a file, as text.</summary>
    public static string Text(string file) => Of(file).ToJsonString(Indented);

    /// <summary>The schema of a file.</summary>
    public static JsonObject Of(string file)
    {
        var schema = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = $"{file}.yaml of SameSame" };
        foreach (var (key, value) in Record(Files[file]).ToList())
            schema[key] = value?.DeepClone();
        return schema;
    }

    private static JsonObject Record(Type type)
    {
        var (properties, required, blank) = (new JsonObject(), new JsonArray(), Activator.CreateInstance(type)!);
        foreach (var field in YamlFields.Of(type))
        {
            var rule = FieldRule.Of(type, field.Property.Name);
            properties[field.Name] = Field(field, rule, field.Property.GetValue(blank));
            if (rule.Required)
                required.Add(field.Name);
        }

        var schema = new JsonObject { ["description"] = FieldDocs.Of(type), ["type"] = "object",
            ["additionalProperties"] = false, ["properties"] = properties };
        if (required.Count > 0)
            schema["required"] = required;
        return schema;
    }

    private static JsonObject Field(YamlField field, FieldRule rule, object? initial)
    {
        var schema = new JsonObject { ["description"] = FieldDocs.Of(field.Property) };
        var value = Value(field.Type, rule);
        var others = new[] { field.NoValue is { } word ? new JsonObject { ["const"] = word } : null, field.Optional
            ? new JsonObject { ["type"] = "null" } : null };
        if (others.OfType<JsonObject>().ToList() is { Count: > 0 } more)
            schema["anyOf"] = new JsonArray([value, .. more]);
        else
            Merge(schema, value);
        if (Initial(initial) is { } json)
            schema["default"] = json;
        return schema;
    }

    // A record's own description gives way to that of the field that holds it.
    private static void Merge(JsonObject schema, JsonObject value)
    {
        foreach (var (key, part) in value.ToList())
        {
            if (!schema.ContainsKey(key))
                schema[key] = part?.DeepClone();
        }
    }

    private static JsonObject Value(Type type, FieldRule rule) => YamlField.ElementOf(type) is not { } element
        ? YamlField.IsScalar(type) ? Scalar(type, rule) : Record(type)
        : YamlField.IsScalar(element)
        ? new JsonObject { ["anyOf"] = new JsonArray(Scalar(element, rule), List(Scalar(element, rule))) }
        : List(Record(element));

    private static JsonObject List(JsonObject items) => new() { ["type"] = "array", ["minItems"] = 1, ["items"] = items };

    private static JsonObject Scalar(Type type, FieldRule rule)
    {
        var names = rule.Names is { } all
            ? new JsonObject { ["enum"] = new JsonArray([.. all.Select(n => JsonValue.Create(n))]) } : null;
        // Any word is a text to us; to YAML, 12 is a number.
        JsonNode kind = type != typeof(string) ? Kind(type) : rule.Names is null && !rule.Text
            ? new JsonArray("string", "number") : "string";
        var value = new JsonObject { ["type"] = kind };
        foreach (var (key, bound) in new[] { ("minimum", rule.Least), ("exclusiveMinimum", rule.Above), ("maximum", rule.Most) })
        {
            if (bound is { } number)
                value[key] = number;
        }

        if (rule.Pattern is { } pattern)
            value["pattern"] = pattern;
        return names is null ? value : rule.Pattern is null ? names : new JsonObject { ["anyOf"] = new JsonArray(names, value) };
    }

    private static JsonNode Kind(Type type) => type == typeof(int) ? "integer" : type == typeof(double) ? "number" : "boolean";

    // What a file need not say. An empty text is no value, and a record's parts say theirs themselves.
    private static JsonNode? Initial(object? value) => value switch
    {
        null or "" => null,
        string or int or double or bool => JsonSerializer.SerializeToNode(value),
        IList { Count: > 0 } list when list[0] is string or bool or double => JsonSerializer.SerializeToNode(list),
        _ => null,
    };
}
