using Google.Protobuf;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;
using SameSame.Testing;

namespace SameSame.Onnx.Tests.IO;

public sealed class ExternalDataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Tensors_beside_the_model_are_read_at_their_offset_and_the_network_computes_the_same()
    {
        var expected = RandomGraph.Create(5);
        var input = GraphBuilder.Samples(1, RandomGraph.InputShape);
        var loaded = OnnxFile.Load(Externalize(expected, "weights.bin"));
        Assert.All(loaded.Graph.Initializer, t => Assert.Empty(t.ExternalData));
        Assert.Equal(OnnxRunner.Run(expected, input, RandomGraph.InputShape), OnnxRunner.Run(loaded, input, RandomGraph.InputShape));
    }

    [Theory]
    [InlineData("../weights.bin")]
    [InlineData("/etc/hostname")]
    [InlineData("")]
    [InlineData("sub/../../weights.bin")]
    public void A_location_outside_the_models_folder_is_refused(string location)
    {
        File.WriteAllBytes(Path.Combine(_folder.Root, "weights.bin"), new byte[1 << 20]);
        Assert.Contains("outside the model's folder", Refusal(Externalize(RandomGraph.Create(5), location, write: false)), StringComparison.Ordinal);
    }

    [Fact]
    public void So_is_a_link_that_leads_outside()
    {
        File.WriteAllBytes(_folder["outside.bin"], new byte[1 << 20]);
        var path = Externalize(RandomGraph.Create(5), "link.bin", write: false);
        File.CreateSymbolicLink(Path.Combine(Path.GetDirectoryName(path)!, "link.bin"), _folder["outside.bin"]);
        Assert.Contains("outside the model's folder", Refusal(path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_or_short_data_file_is_named()
    {
        var path = Externalize(RandomGraph.Create(5), "weights.bin", write: false);
        Assert.Contains("'weights.bin', and that file is missing", Refusal(path), StringComparison.Ordinal);
        File.WriteAllBytes(Path.Combine(Path.GetDirectoryName(path)!, "weights.bin"), new byte[10]);
        Assert.Contains("of a file of 10", Refusal(path), StringComparison.Ordinal);
    }

    private static string Refusal(string path) => Assert.Throws<OnnxFormatException>(() => OnnxFile.Load(path)).Message;

    private string Externalize(ModelProto model, string location, bool write = true)
    {
        model = model.Clone();
        using var data = new MemoryStream();
        foreach (var tensor in model.Graph.Initializer.Where(t => t.DataType == (int)OnnxDataType.Float))
        {
            tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = location });
            tensor.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = data.Position.ToString(System.Globalization.CultureInfo.InvariantCulture) });
            tensor.ExternalData.Add(new StringStringEntryProto { Key = "length", Value = tensor.RawData.Length.ToString(System.Globalization.CultureInfo.InvariantCulture) });
            tensor.RawData.WriteTo(data);
            tensor.ClearRawData();
            tensor.DataLocation = 1;
        }

        Directory.CreateDirectory(_folder["models"]);
        if (write)
            File.WriteAllBytes(Path.Combine(_folder["models"], location), data.ToArray());
        OnnxFile.Save(model, Path.Combine(_folder["models"], "m.onnx"));
        return Path.Combine(_folder["models"], "m.onnx");
    }
}
