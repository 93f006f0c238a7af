using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SameSame.Client.Tests;

/// <summary>As much of JSON schema as ours use, and YAML as JSON.</summary>
internal static class SchemaCheck
{
    /// <summary>A file as JSON, words as YAML's core schema takes them.</summary>
    public static JsonNode? Load(string path)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(path)));
        return Json(stream.Documents[0].RootNode);
    }

    /// <summary>What a schema has against a value.</summary>
    public static List<string> Problems(JsonObject schema, JsonNode? value, string at = "")
    {
        var found = new List<string>();
        void Unless(bool holds, string problem) => found.AddRange(holds ? [] : [$"{at}: {problem}"]);
        foreach (var (key, rule) in schema)
        {
            switch (key)
            {
                case "type":
                    Unless((rule is JsonArray several ? several.Select(t => (string)t!) : [(string)rule!])
                        .Any(t => Is(value, t)), $"not of type {rule!.ToJsonString()}");
                    break;
                case "enum":
                    Unless(rule!.AsArray().Any(n => JsonNode.DeepEquals(n, value)), $"none of {rule.ToJsonString()}");
                    break;
                case "const":
                    Unless(JsonNode.DeepEquals(rule, value), $"not {rule!.ToJsonString()}");
                    break;
                case "anyOf":
                    Unless(rule!.AsArray().Any(one => Problems(one!.AsObject(), value, at).Count == 0), "fits none of several");
                    break;
                case "pattern" when Is(value, "string"):
                    Unless(Regex.IsMatch((string)value!, (string)rule!), $"does not look like {rule}");
                    break;
                case "minimum" or "exclusiveMinimum" or "maximum" when Is(value, "number"):
                    var (number, bound) = (value!.GetValue<double>(), rule!.GetValue<double>());
                    Unless(key switch { "minimum" => number >= bound, "maximum" => number <= bound, _ => number > bound },
                        $"{key} is {bound}");
                    break;
                case "minItems" when value is JsonArray list:
                    Unless(list.Count >= (int)rule!, "too few");
                    break;
                case "items" when value is JsonArray list:
                    found.AddRange(list.SelectMany((item, n) => Problems(rule!.AsObject(), item, Join(at, $"{n}"))));
                    break;
                case "required" when value is JsonObject record:
                    found.AddRange(rule!.AsArray().Select(n => (string)n!).Where(n => !record.ContainsKey(n))
                        .Select(n => $"{at}: {n} is missing"));
                    break;
                case "properties" when value is JsonObject record:
                    found.AddRange(record.SelectMany(p => rule![p.Key] is JsonObject known
                        ? Problems(known, p.Value, Join(at, p.Key)) : [$"{at}: no field {p.Key}"]));
                    break;
                default:
                    Assert.Contains(key, new[]
                    {
                        "$schema", "title", "description", "default", "additionalProperties", "pattern", "minimum",
                            "exclusiveMinimum", "maximum", "minItems", "items",
                        "required", "properties",
                    });
                    break;
            }
        }

        return found;
    }

    private static string Join(string at, string name) => at.Length == 0 ? name : $"{at}.{name}";

    private static bool Is(JsonNode? value, string type) => type switch
    {
        "null" => value is null,
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value is JsonValue v && v.TryGetValue<string>(out _),
        "boolean" => value is JsonValue v && v.TryGetValue<bool>(out _),
        "number" => value is JsonValue v && v.TryGetValue<double>(out _),
        _ => value is JsonValue v && v.TryGetValue<double>(out var n) && Math.Floor(n) == n,
    };

    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode mapping =>
            new JsonObject(mapping.Children.Select(c => KeyValuePair.Create(((YamlScalarNode)c.Key).Value!, Json(c.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Json)]),
        YamlScalarNode { Style: not ScalarStyle.Plain } text => JsonValue.Create(text.Value),
        YamlScalarNode { Value: null or "" or "~" or "null" } => null,
        YamlScalarNode { Value: "true" or "false" } flag => JsonValue.Create(flag.Value == "true"),
        YamlScalarNode word =>
            double.TryParse(word.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(number) : JsonValue.Create(word.Value),
        _ => throw new InvalidOperationException(),
    };
}
