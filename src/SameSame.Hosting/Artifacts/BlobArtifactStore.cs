using System.Diagnostics;
using System.Text;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using SameSame.Grains.Artifacts;

namespace SameSame.Hosting.Artifacts;

/// <summary>Artifacts as blobs of one container, each under its hash. A blob is written once and never over: equal bytes meet a blob that is theirs.</summary>
public sealed class BlobArtifactStore(BlobContainer container) : IArtifactStore
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    /// <remarks>A service that does not answer is waited for, as the directory waits for room on its disk: it is no fault of the work.</remarks>
    public async Task<string> PutAsync(byte[] bytes, CancellationToken cancellation)
    {
        var hash = ArtifactHash.Of(bytes);
        return await PatientlyAsync(() => UploadAsync(hash, bytes, cancellation), cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<byte[]> GetAsync(string hash, CancellationToken cancellation)
    {
        ArtifactHash.Checked(hash);
        return PatientlyAsync(() => DownloadAsync(hash, cancellation), cancellation);
    }

    /// <inheritdoc/>
    /// <remarks>Grains ask this during a call: without an answer it fails soon, and they ask again.</remarks>
    public async Task<bool> ExistsAsync(string hash, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Answer);
        try
        {
            return await BlobOf(hash).ExistsAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new ArtifactException($"{container.Place}: no answer within {Answer.TotalSeconds:0} s");
        }
        catch (Exception e) when (BlobFault.Of(e) is { } fault)
        {
            throw new ArtifactException(fault.Describe(container));
        }
    }

    /// <summary>Writes and reads a few bytes, always the same.</summary>
    /// <exception cref="ArtifactException">The container cannot be used.</exception>
    public async Task ProbeAsync(CancellationToken cancellation)
    {
        var bytes = Encoding.ASCII.GetBytes("samesame");
        try
        {
            await DownloadAsync(await UploadAsync(ArtifactHash.Of(bytes), bytes, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (BlobFault.Of(e) is { } fault)
        {
            throw new ArtifactException(fault.Describe(container));
        }
    }

    private async Task<string> UploadAsync(string hash, byte[] bytes, CancellationToken cancellation)
    {
        try
        {
            var onlyNew = new BlobUploadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } };
            await BlobOf(hash).UploadAsync(BinaryData.FromBytes(bytes), onlyNew, cancellation).ConfigureAwait(false);
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlobAlreadyExists || e.ErrorCode == BlobErrorCode.ConditionNotMet)
        {
            // Stored before, by whoever was first: another silo, or a try of ours whose answer was lost.
        }

        return hash;
    }

    private async Task<byte[]> DownloadAsync(string hash, CancellationToken cancellation)
    {
        try
        {
            var bytes = (await BlobOf(hash).DownloadContentAsync(cancellation).ConfigureAwait(false)).Value.Content.ToArray();
            return ArtifactHash.Of(bytes) == hash
                ? bytes
                : throw new ArtifactException($"{container.Place}/{hash}: its content does not have the hash in its name; delete it and run again");
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            throw new ArtifactException($"artifact {hash} is missing from {container.Place}");
        }
    }

    private async Task<T> PatientlyAsync<T>(Func<Task<T>> request, CancellationToken cancellation)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return await request().ConfigureAwait(false);
            }
            catch (Exception e) when (BlobFault.Of(e) is { } fault && !cancellation.IsCancellationRequested)
            {
                if (!fault.Passing || waited.Elapsed > Patience)
                    throw new ArtifactException(fault.Describe(container));
            }

            await Task.Delay(TimeSpan.FromSeconds(1), cancellation).ConfigureAwait(false);
        }
    }

    private BlobClient BlobOf(string hash) => container.Client.GetBlobClient(ArtifactHash.Checked(hash));
}
