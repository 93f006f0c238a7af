using System.Diagnostics;
using System.Text.Json;
using SameSame.Evaluation.Configuration;
using SameSame.Quantization;

namespace SameSame.Hosting.Local;

/// <summary>
/// The <c>.samesame</c> folder of a local run. One process at a time holds the lock and hosts the silo; it says where in
/// <c>endpoint.json</c>. The operating system drops the lock when the process dies, however it dies.
/// </summary>
public sealed class InstanceFolder
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Uses or creates a folder.</summary>
    /// <exception cref="SpecException">There can be none.</exception>
    public InstanceFolder(string path)
    {
        try
        {
            Root = Path.GetFullPath(path);
            Directory.CreateDirectory(Root);
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            throw new SpecException($"--data {FileFault.Describe(path, e)}; name a folder that can be written", e);
        }
    }

    /// <summary>Full path.</summary>
    public string Root { get; }

    /// <summary>A path in the folder.</summary>
    public string this[string name] => Path.Combine(Root, name);

    /// <summary>Takes the lock, or returns null where another process has it. Dispose to release.</summary>
    /// <exception cref="SpecException">The folder cannot be written.</exception>
    public IDisposable? TryLock()
    {
        try
        {
            return new FileStream(this["lock"], FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (FileFault.IsHeld(e))
        {
            return null;
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            throw new SpecException($"--data {FileFault.Describe(this["lock"], e)}; name a folder that can be written", e);
        }
    }

    /// <summary>Publishes where the silo listens.</summary>
    public void WriteEndpoint(InstanceEndpoint endpoint)
    {
        var temporary = this[$"endpoint.{Environment.ProcessId}.tmp"];
        File.WriteAllText(temporary, JsonSerializer.Serialize(endpoint, Json));
        File.Move(temporary, this["endpoint.json"], overwrite: true);
    }

    /// <summary>Removes the endpoint when the silo stops.</summary>
    public void ClearEndpoint() => File.Delete(this["endpoint.json"]);

    /// <summary>Whether the process that listened there has left, or has died.</summary>
    public bool IsGone(InstanceEndpoint endpoint)
    {
        if (ReadEndpoint() != endpoint)
            return true;
        try
        {
            using var process = Process.GetProcessById(endpoint.ProcessId);
            return process.HasExited;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }

    /// <summary>Where the running silo listens, or null where none has said.</summary>
    public InstanceEndpoint? ReadEndpoint()
    {
        try
        {
            return JsonSerializer.Deserialize<InstanceEndpoint>(File.ReadAllText(this["endpoint.json"]), Json);
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

/// <summary>Where a local silo listens, on 127.0.0.1.</summary>
/// <param name="ProcessId">The process.</param>
/// <param name="GatewayPort">Port for clients.</param>
/// <param name="ClusterId">Its cluster id, new at every start.</param>
/// <param name="StartsWork">False where it only reads and will be gone in a moment.</param>
public sealed record InstanceEndpoint(int ProcessId, int GatewayPort, string ClusterId, bool StartsWork);
