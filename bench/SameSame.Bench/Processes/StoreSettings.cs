using System.Text.Json;

namespace SameSame.Bench.Processes;

/// <summary>Settings files for silos, from the pieces a test or benchmark chooses.</summary>
internal static class StoreSettings
{
    /// <summary>One process, grain state in one SQLite file.</summary>
    public static Dictionary<string, object> Sqlite(string file) =>
        new(Database("Development", "System.Data.SQLite", "Microsoft.Data.Sqlite.SqliteFactory, Microsoft.Data.Sqlite", "sqlite.sql", $"Data Source={file};Default Timeout=30")) { ["SameSame:Database:OneWriter"] = true };

    /// <summary>Membership and grain state in PostgreSQL.</summary>
    public static Dictionary<string, object> Postgres(string connection) => Database("AdoNet", "Npgsql", "Npgsql.NpgsqlFactory, Npgsql", "postgresql.sql", connection);

    /// <summary>Membership and grain state in Redis.</summary>
    public static Dictionary<string, object> Redis(string connection) => new()
    {
        ["Orleans:Clustering"] = new { ProviderType = "Redis", ConnectionName = "store" },
        ["Orleans:GrainStorage:Default"] = new { ProviderType = "Redis", ConnectionName = "store" },
        ["ConnectionStrings:store"] = connection,
    };

    /// <summary>Membership and grain state in Azure tables.</summary>
    public static Dictionary<string, object> AzureTable(string connection) => new()
    {
        ["Orleans:Clustering"] = new { ProviderType = "AzureTableStorage", ServiceKey = "azure" },
        ["Orleans:GrainStorage:Default"] = new { ProviderType = "AzureTableStorage", ServiceKey = "azure" },
        ["ConnectionStrings:azure"] = connection,
    };

    /// <summary>Artifacts in a container on Azure Blob.</summary>
    public static Dictionary<string, object> BlobArtifacts(string connection, string container) => new()
    {
        ["ConnectionStrings:artifacts"] = connection,
        ["SameSame:Artifacts:Blob"] = new { ConnectionName = "artifacts", Container = container },
    };

    /// <summary>Writes settings, keys with colons, to a file.</summary>
    public static string Write(string path, IReadOnlyDictionary<string, object> settings)
    {
        File.WriteAllText(path, JsonSerializer.Serialize(settings));
        return path;
    }

    private static Dictionary<string, object> Database(string clustering, string invariant, string factory, string script, string connection) => new()
    {
        ["Orleans:Clustering"] = new { ProviderType = clustering, Invariant = invariant, ConnectionString = connection },
        ["Orleans:GrainStorage:Default"] = new { ProviderType = "AdoNet", Invariant = invariant, ConnectionString = connection },
        ["ConnectionStrings:samesame"] = connection,
        ["SameSame:Database:Factory"] = factory,
        ["SameSame:Database:Script"] = script,
    };
}
