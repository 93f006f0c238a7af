using Azure.Identity;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;
using SameSame.Evaluation.Configuration;
using SameSame.Grains.Artifacts;

namespace SameSame.Hosting.Artifacts;

/// <summary>
/// The container that <c>SameSame:Artifacts:Blob</c> names. Its account is a connection string of its own name, since a key belongs in the
/// environment or a secret store and not beside the rest of the settings.
/// </summary>
public sealed class BlobContainer
{
    private const string Section = "SameSame:Artifacts:Blob";

    private BlobContainer(BlobContainerClient client, string connectionKey) => (Client, ConnectionKey) = (client, connectionKey);

    /// <summary>Where it is, without any credentials.</summary>
    public string Place => Client.Uri.GetLeftPart(UriPartial.Path);

    internal BlobContainerClient Client { get; }

    /// <summary>The setting with the credentials.</summary>
    internal string ConnectionKey { get; }

    /// <summary>The container of the settings, or null where they name none.</summary>
    /// <exception cref="SpecException">What they name cannot be used.</exception>
    public static BlobContainer? Read(IConfiguration settings)
    {
        var section = settings.GetSection(Section);
        if (!section.Exists())
            return null;
        if (settings["SameSame:Artifacts:Folder"] is not null)
            throw new SpecException("SameSame:Artifacts: both Folder and Blob are set; keep the one where the artifacts are to be");
        var name = section["Container"];
        if (name is not { Length: >= 3 and <= 63 } || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            throw new SpecException($"{Section}:Container '{name}': expected the name of a container, 3 to 63 of a-z, 0-9 and '-'");
        var key = $"ConnectionStrings:{section["ConnectionName"] ?? "artifacts"}";
        var connection = settings[key];
        if (string.IsNullOrWhiteSpace(connection))
            throw new SpecException($"{key} is missing from the settings: {Section} needs an Azure Storage connection string, or the account's address, with a shared access signature or for the identity of this process");
        return new BlobContainer(Open(connection, name, key), key);
    }

    /// <summary>Creates the container where it does not exist.</summary>
    /// <returns>One line.</returns>
    /// <exception cref="SpecException">It cannot be created.</exception>
    public string Create()
    {
        try
        {
            return Client.CreateIfNotExists() is null ? $"{Place}: there already" : $"{Place}: created";
        }
        catch (Exception e) when (BlobFault.Of(e) is { } fault)
        {
            throw new SpecException(fault.Describe(this), e);
        }
    }

    private static BlobContainerClient Open(string connection, string name, string key)
    {
        var options = new BlobClientOptions();
        (options.Retry.MaxRetries, options.Retry.Delay, options.Retry.MaxDelay) = (2, TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(2));
        try
        {
            if (Uri.TryCreate(connection, UriKind.Absolute, out var address) && address.Scheme is "https" or "http")
            {
                if (address.Query.Length > 0)
                    return new BlobServiceClient(address, options).GetBlobContainerClient(name);
                // An address alone is for the identity of this process; its token does not travel in clear text.
                return address.Scheme == "https" ? new BlobServiceClient(address, new DefaultAzureCredential(), options).GetBlobContainerClient(name) : throw NoCredentials(key);
            }

            return HasCredentials(connection) ? new BlobContainerClient(connection, name, options) : throw NoCredentials(key);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException)
        {
            throw new SpecException($"{key}: not an Azure Storage connection string ({e.Message.Split('\n')[0].Trim()})", e);
        }
    }

    // Without them the client would ask as nobody, and only the first write would be refused.
    private static bool HasCredentials(string connection) =>
        new[] { "AccountKey=", "SharedAccessSignature=", "UseDevelopmentStorage=true" }.Any(p => connection.Contains(p, StringComparison.OrdinalIgnoreCase));

    private static SpecException NoCredentials(string key) =>
        new($"{key} has no credentials: expected AccountKey or SharedAccessSignature in it, an address that ends in a shared access signature, or an https address for the identity of this process");
}
