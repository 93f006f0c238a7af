using System.Globalization;
using Microsoft.AspNetCore.Http;
using SameSame.Contracts.Results;

namespace SameSame.Dashboard.Pages;

/// <summary>Addresses of pages: what a page shows is in its address, names in the query, since they may hold anything.</summary>
internal static class Links
{
    public static string Model(string name) => $"/model{QueryString.Create("name", name)}";

    public static string Cell(string key) => $"/cell{QueryString.Create("key", key)}";

    public static string Cell(LeaderboardRow row) => Cell(row.Key);

    public static string Sweep(string id) => $"/sweep{QueryString.Create("id", id)}";

    public static string Network(string key) => $"/api/v1/cells/{Uri.EscapeDataString(key)}/network";

    public static string Artifact(string sha256) => $"/api/v1/artifacts/{Uri.EscapeDataString(sha256)}";

    /// <summary>A path with the values that are set.</summary>
    public static string To(string path, params (string Name, object? Value)[] query) => path + QueryString.Create(query
        .Where(q => q.Value is not null and not "" and not false)
        .Select(q => KeyValuePair.Create(
            q.Name, (string?)(q.Value is true ? "true" : Convert.ToString(q.Value, CultureInfo.InvariantCulture)))));
}
