using Azure.Data.Tables;
using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SameSame.Evaluation.Configuration;

namespace SameSame.Hosting.Storage;

/// <summary>
/// Clients of Azure tables for Orleans' providers, which ask for one by <c>ServiceKey</c>. The connection of that name is a connection string, the account's address
/// with a shared access signature, or the address alone: then whoever the process is to Azure is asked (managed or workload identity, environment, Azure CLI).
/// </summary>
public static class AzureTables
{
    /// <summary>Registers a client for each service key of the section <c>Orleans</c>.</summary>
    /// <exception cref="SpecException">A connection is missing, or is none.</exception>
    public static void Apply(IServiceCollection services, IConfiguration settings)
    {
        var providers = settings.GetSection("Orleans:GrainStorage").GetChildren().Append(settings.GetSection("Orleans:Clustering"));
        foreach (var key in providers.Where(p => p["ProviderType"] == "AzureTableStorage").Select(p => p["ServiceKey"]).OfType<string>().Distinct())
        {
            var client = Open(settings, key);
            services.AddKeyedSingleton(key, client);
        }
    }

    /// <summary>The client of a connection.</summary>
    /// <exception cref="SpecException">It is missing, or is none.</exception>
    public static TableServiceClient Open(IConfiguration settings, string name)
    {
        var key = $"ConnectionStrings:{name}";
        var connection = settings[key];
        if (string.IsNullOrWhiteSpace(connection))
            throw new SpecException($"{key} is missing from the settings: Azure tables need a connection string, or the account's address, with a shared access signature or for the identity of this process");
        try
        {
            if (!Uri.TryCreate(connection, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http"))
                return new TableServiceClient(connection);
            if (address.Query.Length > 0)
                return new TableServiceClient(address);
            // A token that travels in clear text is anybody's.
            return address.Scheme == "https"
                ? new TableServiceClient(address, new DefaultAzureCredential())
                : throw new SpecException($"{key}: an address without a shared access signature is for the identity of this process, which is shown over https only");
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException)
        {
            throw new SpecException($"{key}: not a connection of Azure tables ({e.Message.Split('\n')[0].Trim()})", e);
        }
    }
}
