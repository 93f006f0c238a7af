using SameSame.Evaluation.Configuration.Yaml;
using SameSame.Quantization;

namespace SameSame.Evaluation.Configuration;

/// <summary>Reads the YAML files people write, strictly: an unknown field is an error with its line.</summary>
public static class YamlFile
{
    /// <summary>Reads a file into <typeparamref name="T"/>.</summary>
    /// <exception cref="SpecException">The file is missing, empty or malformed, or has an unknown field.</exception>
    public static T Read<T>(string path) where T : class
    {
        if (FileFault.OfInput(path) is { } missing)
            throw new SpecException($"{path}: {missing}");
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            throw new SpecException($"{path}: cannot be read ({FileFault.Reason(path, e)})", e);
        }

        return Parse<T>(path, text);
    }

    /// <summary>Reads text that is not in a file.</summary>
    /// <param name="name">What errors call it.</param>
    /// <param name="text">The YAML.</param>
    /// <exception cref="SpecException">The text is empty or malformed, or has an unknown field.</exception>
    public static T Parse<T>(string name, string text) where T : class => new YamlBinder(name).Bind<T>(YamlSyntax.Parse(name, text));

    /// <summary>A path written in a file, relative to that file's folder.</summary>
    public static string Resolve(string file, string path) => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, path));
}
