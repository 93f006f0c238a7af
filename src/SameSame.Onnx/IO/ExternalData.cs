using System.Globalization;
using Google.Protobuf;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.IO;

/// <summary>Brings tensors that are stored beside the model into it. Only files inside the model's own folder are read.</summary>
public static class ExternalData
{
    private const int External = 1;

    /// <summary>Reads all external tensors of <paramref name="model"/> into its raw data.</summary>
    /// <exception cref="OnnxFormatException">A location leaves the folder, a file is missing, or it is too short.</exception>
    public static void Resolve(ModelProto model, string modelPath)
    {
        foreach (var tensor in model.Graph.Initializer.Where(t => t.DataLocation == External))
        {
            var entries = tensor.ExternalData.ToDictionary(e => e.Key, e => e.Value, StringComparer.Ordinal);
            var path = Locate(modelPath, tensor.Name, entries.GetValueOrDefault("location") ?? "");
            tensor.RawData = Read(modelPath, tensor.Name, path, Number(entries, "offset"), entries.ContainsKey("length") ? Number(entries, "length") : null);
            tensor.ExternalData.Clear();
            tensor.ClearDataLocation();
        }
    }

    private static string Locate(string modelPath, string tensor, string location)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(modelPath))!;
        var path = Path.GetFullPath(Path.Combine(folder, location));
        var inside = location.Length > 0 && !Path.IsPathRooted(location) && IsInside(path, folder);
        if (inside && File.Exists(path) && new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true) is { } target)
            inside = IsInside(target.FullName, folder);
        if (!inside)
            throw new OnnxFormatException($"{modelPath}: initializer '{tensor}' points to '{location}', which is outside the model's folder; put the data file beside the model");
        if (!File.Exists(path))
            throw new OnnxFormatException($"{modelPath}: initializer '{tensor}' is stored in '{location}', and that file is missing");
        return path;
    }

    private static bool IsInside(string path, string folder) =>
        path.StartsWith(folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static ByteString Read(string modelPath, string tensor, string path, long offset, long? length)
    {
        using var stream = File.OpenRead(path);
        var count = length ?? stream.Length - offset;
        if (offset < 0 || count < 0 || count > stream.Length - offset || count > int.MaxValue)
            throw new OnnxFormatException($"{modelPath}: initializer '{tensor}' wants bytes {offset} to {offset + count} of a file of {stream.Length}");
        stream.Position = offset;
        var bytes = new byte[count];
        stream.ReadExactly(bytes);
        return UnsafeByteOperations.UnsafeWrap(bytes);
    }

    private static long Number(Dictionary<string, string> entries, string key) =>
        long.TryParse(entries.GetValueOrDefault(key) ?? "0", NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : -1;
}
