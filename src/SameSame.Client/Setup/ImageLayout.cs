namespace SameSame.Client.Setup;

/// <summary>How a folder keeps its images: the fields of a dataset file, paths in full.</summary>
/// <param name="Format">Name of the layout.</param>
/// <param name="Fields">Fields and their paths, in the order they are written.</param>
/// <param name="Shared">Fields that belong to the dataset and not to one of its image sets.</param>
internal sealed record ImageLayout(
    string Format, IReadOnlyList<(string Name, string Path)> Fields, IReadOnlyList<(string Name, string Path)> Shared)
{
    /// <summary>A layout without shared fields.</summary>
    public ImageLayout(string format, params (string Name, string Path)[] fields) : this(format, fields, [])
    {
    }

    /// <summary>Whether images are files of their own, which lists can divide.</summary>
    public bool IsFiles => Format != "idx";
}
