using SameSame.Contracts.Artifacts;
using SameSame.Grains.Placement;

namespace SameSame.Grains.Artifacts;

/// <inheritdoc cref="IArtifactGrain"/>
/// <remarks>Keeps the content while it is being read, so that it is read and hashed once.</remarks>
[RequiresRole(SiloRoles.Coordinator), CollectionAgeLimit(Minutes = 2)]
public sealed class ArtifactGrain(IArtifactStore store) : Grain, IArtifactGrain
{
    private byte[]? _bytes;

    /// <inheritdoc/>
    public async Task<FileChunk> ReadAsync(long offset)
    {
        var hash = this.GetPrimaryKeyString();
        try
        {
            _bytes ??= await Task.Run(() => store.GetAsync(hash, CancellationToken.None));
        }
        catch (Exception e) when (e is ArtifactException or IOException or UnauthorizedAccessException)
        {
            return FileChunk.Missing(e.Message);
        }

        return FileChunk.Of(_bytes, offset);
    }
}
