using System.Reflection;
using SameSame.Contracts.Sweeps;

namespace SameSame.Contracts.Tests;

/// <summary>What other versions read: names and numbers of everything that is stored or sent.</summary>
public class ContractTests
{
    private static readonly Type[] Types = typeof(SweepSpec).Assembly.GetExportedTypes();

    [Fact]
    public void Every_record_has_an_alias_and_every_property_a_number()
    {
        foreach (var type in Types.Where(t => t.GetCustomAttribute<GenerateSerializerAttribute>() is not null))
        {
            Assert.NotNull(type.GetCustomAttribute<AliasAttribute>());
            var stored = type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(p => p.SetMethod is not null).ToList();
            Assert.All(stored, p => Assert.True(p.GetCustomAttribute<IdAttribute>() is not null, $"{type.Name}.{p.Name} has no [Id]"));
            var ids = stored.Select(p => p.GetCustomAttribute<IdAttribute>()!.Id).ToList();
            Assert.Equal(ids.Count, ids.Distinct().Count());
        }
    }

    [Fact]
    public void Every_grain_interface_and_every_call_has_an_alias()
    {
        foreach (var type in Types.Where(t => t.IsInterface && typeof(IAddressable).IsAssignableFrom(t)))
        {
            Assert.NotNull(type.GetCustomAttribute<AliasAttribute>());
            Assert.All(type.GetMethods().Where(m => m.IsAbstract), m => Assert.True(m.GetCustomAttribute<AliasAttribute>() is not null, $"{type.Name}.{m.Name} has no [Alias]"));
        }
    }

    [Fact]
    public void Aliases_are_unique()
    {
        var aliases = Types.Select(t => t.GetCustomAttribute<AliasAttribute>()?.Alias).OfType<string>().ToList();
        Assert.Equal(aliases.Count, aliases.Distinct().Count());
        Assert.True(aliases.Count > 25);
    }
}
