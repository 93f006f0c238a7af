using Microsoft.Extensions.Configuration;
using SameSame.Evaluation.Configuration;
using SameSame.Hosting.Artifacts;
using SameSame.Hosting.Storage;

namespace SameSame.Hosting.Silos;

/// <summary>What <c>silo --migrate</c> does: prepares the stores of the settings before any silo uses them. Doing it again is harmless.</summary>
public static class Migration
{
    /// <summary>Applies the schema script to the database and creates the container of artifacts, whichever the settings name.</summary>
    /// <returns>One line.</returns>
    /// <exception cref="SpecException">There is nothing to prepare, or it cannot be prepared.</exception>
    public static string Run(SiloOptions options)
    {
        var settings = SiloSettings.Read(options.ConfigPath);
        var container = BlobContainer.Read(settings);
        var (factory, script) = (settings["SameSame:Database:Factory"], settings["SameSame:Database:Script"]);
        if (factory is null || script is null)
        {
            return factory is null && script is null && container is not null
                ? container.Create()
                : throw new SpecException("--migrate: the settings name no SameSame:Database:Factory and SameSame:Database:Script; a store without them needs no schema");
        }

        var schema = Apply(settings, factory, script);
        return container is null ? schema : $"{schema}; {container.Create()}";
    }

    private static string Apply(IConfigurationRoot settings, string factory, string script)
    {
        var name = settings["SameSame:Database:ConnectionName"] ?? "samesame";
        var connection = settings.GetConnectionString(name) ?? throw new SpecException($"--migrate: ConnectionStrings:{name} is missing from the settings");
        try
        {
            Database.Prepare(factory, connection, script);
        }
        catch (System.Data.Common.DbException e)
        {
            throw new SpecException($"--migrate: ConnectionStrings:{name}: {e.GetBaseException().Message.ReplaceLineEndings(" ")}", e);
        }

        return $"{script}: applied";
    }
}
