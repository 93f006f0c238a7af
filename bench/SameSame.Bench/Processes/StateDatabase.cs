using System.Data.Common;
using System.Globalization;
using System.Reflection;

namespace SameSame.Bench.Processes;

/// <summary>Looks into the database that silos write.</summary>
internal sealed class StateDatabase(IReadOnlyDictionary<string, object> store)
{
    private readonly string _factory = (string)store["SameSame:Database:Factory"];

    /// <summary>Writes so far: each raises the version of its record by one.</summary>
    public long Writes => Convert.ToInt64(Scalar("SELECT coalesce(sum(Version), 0) FROM OrleansStorage"), CultureInfo.InvariantCulture);

    /// <summary>How hard a commit is: SQLite's <c>synchronous</c>, PostgreSQL's <c>synchronous_commit</c>.</summary>
    public string Synchronous => _factory.Contains("Sqlite", StringComparison.Ordinal)
        ? Convert.ToInt32(Scalar("PRAGMA synchronous"), CultureInfo.InvariantCulture) switch { 0 => "off", 1 => "normal", 2 => "full", _ => "extra" }
        : Convert.ToString(Scalar("SHOW synchronous_commit"), CultureInfo.InvariantCulture)!;

    private object Scalar(string query)
    {
        var factory = (DbProviderFactory)Type.GetType(_factory, throwOnError: true)!.GetField("Instance", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
        using var connection = factory.CreateConnection()!;
        connection.ConnectionString = (string)store["ConnectionStrings:samesame"];
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = query;
        return command.ExecuteScalar()!;
    }
}
