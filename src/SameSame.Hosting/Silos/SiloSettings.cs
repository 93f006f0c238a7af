using System.Text.Json;
using Microsoft.Extensions.Configuration;
using SameSame.Evaluation.Configuration;
using SameSame.Hosting.Security;
using SameSame.Quantization;

namespace SameSame.Hosting.Silos;

/// <summary>The configuration of a silo: defaults in this assembly, then the settings file, then the environment (<c>SAMESAME_</c>).</summary>
public static class SiloSettings
{
    private static readonly string[] NamedPaths = ["SameSame:Zoos", "SameSame:Datasets"];
    private static readonly string[] Paths = ["SameSame:CacheFolder", "SameSame:Artifacts:Folder", ClusterTls.Setting];

    /// <summary>Reads all layers.</summary>
    /// <param name="path">The settings file, or null.</param>
    /// <exception cref="SpecException">The file cannot be read, or a setting is none.</exception>
    public static IConfigurationRoot Read(string? path)
    {
        var builder = new ConfigurationBuilder().AddJsonStream(typeof(SiloSettings).Assembly.GetManifestResourceStream("silo.json")!);
        if (path is not null)
        {
            var file = ReadFile(path);
            builder.AddConfiguration(file).AddInMemoryCollection(Absolute(file, Path.GetDirectoryName(Path.GetFullPath(path))!));
        }

        var settings = builder.AddEnvironmentVariables("SAMESAME_").AddEnvironmentVariables("OTEL_").Build();
        SettingNames.Require(settings);
        return settings;
    }

    private static IConfigurationRoot ReadFile(string path)
    {
        if (FileFault.OfInput(path) is { } missing)
            throw new SpecException($"--config {path}: {missing}");
        try
        {
            return new ConfigurationBuilder().AddJsonFile(Path.GetFullPath(path), optional: false).Build();
        }
        catch (Exception e) when (e is FormatException || FileFault.Is(e))
        {
            throw new SpecException($"--config {path}: {Explain(path, e)}", e);
        }
    }

    private static string Explain(string path, Exception fault)
    {
        for (var at = fault; at is not null; at = at.InnerException)
        {
            if (at is JsonException { LineNumber: { } line } json)
                return $"line {line + 1}, column {json.BytePositionInLine + 1}: not JSON: check commas, quotes and brackets";
        }

        return fault is FormatException or InvalidDataException ? "this is not a JSON object of settings, or it names one twice"
            : FileFault.Reason(path, fault);
    }

    // What a file names is found where the file is, wherever the silo was started.
    private static Dictionary<string, string?> Absolute(IConfigurationRoot file, string folder) =>
        NamedPaths.SelectMany(p => file.GetSection(p).GetChildren()).Concat(Paths.Select(p => file.GetSection(p)))
            .Where(s => s.Value is not null).ToDictionary(s => s.Path, s => (string?)Path.GetFullPath(s.Value!, folder));
}
