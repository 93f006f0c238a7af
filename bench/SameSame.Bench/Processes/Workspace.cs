namespace SameSame.Bench.Processes;

/// <summary>A folder of its own for one run, deleted afterwards.</summary>
internal sealed class Workspace : IDisposable
{
    public Workspace() => Directory.CreateDirectory(Root);

    public string Root { get; } = Path.Combine(Path.GetTempPath(), $"samesame-{Guid.NewGuid():n}");

    public string this[string name] => Path.Combine(Root, name);

    public void Dispose()
    {
        try
        {
            Directory.Delete(Root, recursive: true);
        }
        catch (IOException)
        {
            // A server that is just going may still hold a file; the folder lies under the system's temporary one.
        }
    }
}
