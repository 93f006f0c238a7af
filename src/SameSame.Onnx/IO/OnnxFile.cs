using Google.Protobuf;
using SameSame.Onnx.Schema;
using SameSame.Quantization;

namespace SameSame.Onnx.IO;

/// <summary>Loads and saves ONNX models.</summary>
public static class OnnxFile
{
    /// <summary>Reads a model and its external data.</summary>
    /// <exception cref="OnnxFormatException">The file is missing, empty, truncated or no ONNX model; one line that names it.</exception>
    public static ModelProto Load(string path)
    {
        if (FileFault.OfInput(path) is { } missing)
            throw new OnnxFormatException($"{path}: {missing}");
        return Parse(ReadAll(path), path);
    }

    /// <summary>Reads a model from bytes; <paramref name="path"/> is named in errors and is where external data is looked for.</summary>
    public static ModelProto Parse(byte[] bytes, string path)
    {
        if (bytes.Length == 0)
            throw new OnnxFormatException($"{path}: the file is empty");
        ModelProto model;
        try
        {
            model = ModelProto.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new OnnxFormatException($"{path}: not an ONNX model, or truncated ({bytes.Length} bytes read)", e);
        }

        if (model.Graph is null || model.Graph.Node.Count == 0 || model.OpsetImport.Count == 0)
            throw new OnnxFormatException($"{path}: not an ONNX model: it has no graph with nodes and an opset");
        ExternalData.Resolve(model, path);
        return model;
    }

    /// <summary>The stored form of a model.</summary>
    public static byte[] ToBytes(ModelProto model) => model.ToByteArray();

    /// <summary>Writes a model beside its destination and renames it, so that a reader never meets half a file.</summary>
    /// <exception cref="OnnxFormatException">It cannot be written there.</exception>
    public static void Save(ModelProto model, string path)
    {
        try
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            Directory.CreateDirectory(folder);
            var temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{Environment.ProcessId}.tmp");
            using (var stream = File.Create(temporary))
                model.WriteTo(stream);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            throw new OnnxFormatException(FileFault.Describe(path, e), e);
        }
    }

    private static byte[] ReadAll(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            throw new OnnxFormatException($"{path}: cannot be read ({FileFault.Reason(path, e)})", e);
        }
    }
}
