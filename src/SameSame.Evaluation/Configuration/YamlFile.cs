using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace SameSame.Evaluation.Configuration;

/// <summary>Reads the YAML files people write, strictly: an unknown field is an error with its line.</summary>
public static class YamlFile
{
    private static readonly IDeserializer Deserializer = new DeserializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance)
        .WithDuplicateKeyChecking()
        .Build();

    /// <summary>Reads a file into <typeparamref name="T"/>.</summary>
    /// <exception cref="SpecException">The file is missing, empty or malformed, or has an unknown field.</exception>
    public static T Read<T>(string path) where T : class
    {
        if (!File.Exists(path))
            throw new SpecException($"{path}: no such file");
        try
        {
            var text = File.ReadAllText(path);
            return (string.IsNullOrWhiteSpace(text) ? null : Deserializer.Deserialize<T>(text)) ?? throw new SpecException($"{path}: the file is empty");
        }
        catch (YamlException e)
        {
            var cause = e.InnerException?.Message ?? e.Message;
            var at = cause.IndexOf("): ", StringComparison.Ordinal);
            throw new SpecException($"{path}:{e.Start.Line}: {(cause.StartsWith('(') && at > 0 ? cause[(at + 3)..] : cause)}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SpecException($"{path}: cannot be read ({e.Message})", e);
        }
    }

    /// <summary>A path written in a file, relative to that file's folder.</summary>
    public static string Resolve(string file, string path) => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, path));
}
