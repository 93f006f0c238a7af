using System.Data.Common;
using System.Reflection;

namespace SameSame.Hosting.Storage;

/// <summary>Prepares the database before a silo starts. Which provider opens it is configuration.</summary>
public static class Database
{
    /// <summary>Runs a schema script that is embedded in this assembly; scripts are idempotent.</summary>
    /// <param name="factoryType">Assembly-qualified name of the ADO.NET factory.</param>
    /// <param name="connectionString">The database.</param>
    /// <param name="script">Name of the script.</param>
    public static void Prepare(string factoryType, string connectionString, string script)
    {
        var factory = (DbProviderFactory)Type.GetType(factoryType, throwOnError: true)!.GetField("Instance", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
        using var connection = factory.CreateConnection()!;
        connection.ConnectionString = connectionString;
        connection.Open();
        using var command = connection.CreateCommand();
        using var reader = new StreamReader(typeof(Database).Assembly.GetManifestResourceStream(script)!);
        command.CommandText = reader.ReadToEnd();
        command.ExecuteNonQuery();
    }
}
