using System.Globalization;
using System.Reflection;

namespace SameSame.Contracts.Tests;

/// <summary>Writes down everything that other versions read: aliases and numbers of records, states and calls, values of enums.</summary>
internal static class ContractText
{
    public static string Of(IEnumerable<Assembly> assemblies)
    {
        var types = assemblies.SelectMany(a => a.GetTypes()).Where(t => t.Namespace?.StartsWith("SameSame.", StringComparison.Ordinal) == true && !t.Namespace.Contains("Codec", StringComparison.Ordinal)).ToList();
        var records = types.Where(t => t.GetCustomAttribute<GenerateSerializerAttribute>() is not null).ToList();
        var sections = records.Select(Record)
            .Concat(types.Where(t => t.IsInterface && typeof(IAddressable).IsAssignableFrom(t)).Select(Interface))
            .Concat(records.SelectMany(Members).Select(m => Unwrap(m.Type)).Where(t => t.IsEnum && t.Namespace!.StartsWith("SameSame.", StringComparison.Ordinal)).Distinct().Select(Enumeration));
        return string.Join('\n', sections.Order(StringComparer.Ordinal));
    }

    private static string Record(Type type) =>
        $"record {type.GetCustomAttribute<AliasAttribute>()?.Alias}\n" + string.Concat(Members(type).OrderBy(m => m.Id).Select(m => $"  {m.Id} {Name(m.Type)} {m.Name}\n"));

    private static string Interface(Type type) =>
        $"grain {type.GetCustomAttribute<AliasAttribute>()?.Alias}\n" + string.Concat(type.GetMethods().Where(m => m.IsAbstract)
            .Select(m => $"  {m.GetCustomAttribute<AliasAttribute>()?.Alias}({string.Join(", ", m.GetParameters().Select(p => Name(p.ParameterType)))}) {Name(m.ReturnType)}\n").Order(StringComparer.Ordinal));

    private static string Enumeration(Type type) =>
        $"enum {type.Name}\n" + string.Concat(Enum.GetNames(type).Select(n => (n, Value: Convert.ToInt32(Enum.Parse(type, n), CultureInfo.InvariantCulture))).OrderBy(v => v.Value).Select(v => $"  {v.Value} {v.n}\n"));

    private static IEnumerable<(uint Id, Type Type, string Name)> Members(Type type)
    {
        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        foreach (var property in type.GetProperties(all))
        {
            if (property.GetCustomAttribute<IdAttribute>() is { } id)
                yield return (id.Id, property.PropertyType, property.Name);
        }

        foreach (var field in type.GetFields(all))
        {
            if (field.GetCustomAttribute<IdAttribute>() is { } id && !field.Name.Contains('<', StringComparison.Ordinal))
                yield return (id.Id, field.FieldType, field.Name);
        }
    }

    private static Type Unwrap(Type type) => type.IsArray ? Unwrap(type.GetElementType()!) : type.IsGenericType ? Unwrap(type.GetGenericArguments()[^1]) : type;

    private static string Name(Type type) =>
        type.IsArray ? $"{Name(type.GetElementType()!)}[]"
        : type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.GetCustomAttribute<AliasAttribute>()?.Alias ?? type.Name;
}
