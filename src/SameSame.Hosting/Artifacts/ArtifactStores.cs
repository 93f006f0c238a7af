using Microsoft.Extensions.Configuration;
using SameSame.Evaluation.Configuration;
using SameSame.Grains.Artifacts;

namespace SameSame.Hosting.Artifacts;

/// <summary>The artifact store that the section <c>SameSame:Artifacts</c> names: <c>Folder</c>, or a container under <c>Blob</c>.</summary>
public static class ArtifactStores
{
    /// <summary>Opens the store; nothing is reached yet.</summary>
    /// <exception cref="SpecException">The settings name no store that can be used.</exception>
    public static IArtifactStore Open(IConfiguration settings) => BlobContainer.Read(settings) is { } container
        ? new BlobArtifactStore(container)
        : new DirectoryArtifactStore(settings["SameSame:Artifacts:Folder"] ?? Path.Combine(".samesame", "artifacts"));

    /// <summary>Writes and reads a few bytes, so that a silo whose store cannot be used says so before it takes work.</summary>
    /// <exception cref="SpecException">The store cannot be used.</exception>
    public static async Task RequireAsync(IConfiguration settings, CancellationToken cancellation)
    {
        if (Open(settings) is not BlobArtifactStore store)
            return;
        try
        {
            await store.ProbeAsync(cancellation).ConfigureAwait(false);
        }
        catch (ArtifactException e)
        {
            throw new SpecException(e.Message, e);
        }
    }
}
