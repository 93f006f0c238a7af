using SameSame.Evaluation.Sessions;

namespace SameSame.Grains.Catalogues;

/// <summary>The zoos and datasets this silo offers by name; bound from the configuration section <c>SameSame</c>.</summary>
public sealed class CatalogueOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "SameSame";

    /// <summary>Catalogue file or folder by name.</summary>
    public Dictionary<string, string> Zoos { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Dataset file by name.</summary>
    public Dictionary<string, string> Datasets { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Whether clients may name full paths: only for a process of one's own on loopback.</summary>
    public bool AllowPaths { get; set; }

    /// <summary>Execution provider of the cluster's GPUs, by ONNX Runtime's name; part of a cell's key, so it is one for all silos.</summary>
    public string GpuProvider { get; set; } = Accelerator.Cuda;

    /// <summary>Node-local folder of decoded pixels and dataset hashes.</summary>
    public string CacheFolder { get; set; } = Path.Combine(".samesame", "cache");
}
