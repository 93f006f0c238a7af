namespace SameSame.Testing;

/// <summary>A folder of a test's own, gone after it.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>Creates it.</summary>
    public TemporaryFolder() => Root = Directory.CreateTempSubdirectory("samesame-test-").FullName;

    /// <summary>Full path.</summary>
    public string Root { get; }

    /// <summary>A path in it.</summary>
    public string this[string name] => Path.Combine(Root, name);

    /// <summary>Writes a text file and returns its path.</summary>
    public string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], text);
        return this[name];
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Root, recursive: true);
}
