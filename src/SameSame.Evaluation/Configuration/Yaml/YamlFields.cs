using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using YamlDotNet.Serialization;

namespace SameSame.Evaluation.Configuration.Yaml;

/// <summary>One field that a file may set.</summary>
/// <param name="Name">As files write it.</param>
/// <param name="Property">Where it goes.</param>
/// <param name="Optional">Whether it can be without a value.</param>
/// <param name="NoValue">The word that stands for no value, beside YAML's own <c>null</c>.</param>
public sealed record YamlField(string Name, PropertyInfo Property, bool Optional, string? NoValue)
{
    /// <summary>What the value is, a missing one aside.</summary>
    public Type Type => Nullable.GetUnderlyingType(Property.PropertyType) ?? Property.PropertyType;

    /// <summary>What a list holds; null of what is no list.</summary>
    public static Type? ElementOf(Type type) =>
        type.IsArray ? type.GetElementType() : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>)
        ? type.GenericTypeArguments[0] : null;

    /// <summary>Whether a type is written as one word or text.</summary>
    public static bool IsScalar(Type type) => type == typeof(string) || type.IsPrimitive;
}

/// <summary>The fields of the types that files are read into.</summary>
public static class YamlFields
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<YamlField>> Known = new();

    /// <summary>The fields of a type, in the order of their declaration.</summary>
    public static IReadOnlyList<YamlField> Of(Type type) => Known.GetOrAdd(type, t => [.. t.GetProperties()
        .Where(p => p.SetMethod is { IsPublic: true } && p.GetCustomAttribute<YamlIgnoreAttribute>() is null)
        .Select(p => new YamlField(JsonNamingPolicy.CamelCase.ConvertName(p.Name), p, IsOptional(p),
            p.GetCustomAttribute<YamlNoValueAttribute>()?.Word))]);

    private static bool IsOptional(PropertyInfo property) =>
        new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable;
}

/// <summary>A word that people write where a field is to have no value, as in <c>images: all</c>.</summary>
/// <param name="word">The word.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class YamlNoValueAttribute(string word) : Attribute
{
    /// <summary>The word.</summary>
    public string Word { get; } = word;
}
