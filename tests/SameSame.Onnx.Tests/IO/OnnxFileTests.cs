using Google.Protobuf;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;
using SameSame.Testing;

namespace SameSame.Onnx.Tests.IO;

public class OnnxFileTests
{
    [Fact]
    public void Fields_that_the_schema_does_not_list_are_written_back_unchanged()
    {
        var model = RandomGraph.Create(1);
        // Field 15000 of the model and field 77 of a node, as a future version of the specification might have them.
        byte[] future = [0xc2, 0xa9, 0x07, 0x03, 1, 2, 3], node = [.. model.Graph.Node[0].ToByteArray(), 0xe8, 0x04, 0x2a];
        model.Graph.Node[0] = NodeProto.Parser.ParseFrom(node);
        byte[] bytes = [.. model.ToByteArray(), .. future];
        Assert.Equal(bytes, OnnxFile.ToBytes(OnnxFile.Parse(bytes, "model.onnx")));
    }

    [SkippableFact]
    public void Real_models_lose_nothing()
    {
        foreach (var path in Directory.GetFiles(Path.Combine(Places.Imagenet, "models")))
        {
            var model = OnnxFile.Load(path);
            Assert.Equal(new FileInfo(path).Length, OnnxFile.ToBytes(model).Length);
            Assert.Equal(model, OnnxFile.Parse(OnnxFile.ToBytes(model), path));
        }
    }

    [Fact]
    public void A_saved_model_loads_as_it_was_and_leaves_no_temporary_file()
    {
        using var folder = new TemporaryFolder();
        var model = RandomGraph.Create(2);
        OnnxFile.Save(model, folder["deep/er/m.onnx"]);
        Assert.Equal(model, OnnxFile.Load(folder["deep/er/m.onnx"]));
        Assert.Equal(["m.onnx"], Directory.GetFiles(folder["deep/er"]).Select(Path.GetFileName));
    }

    [Fact]
    public void A_file_that_is_no_model_is_one_line_that_names_it()
    {
        using var folder = new TemporaryFolder();
        var whole = OnnxFile.ToBytes(RandomGraph.Create(3));
        File.WriteAllBytes(folder["empty.onnx"], []);
        File.WriteAllBytes(folder["truncated.onnx"], whole[..(whole.Length / 2)]);
        File.WriteAllText(folder["text.onnx"], "models:\n  - name: x\n");
        File.WriteAllBytes(folder["other.onnx"], new StringStringEntryProto { Key = "k", Value = "v" }.ToByteArray());
        foreach (var (file, reason) in new[]
        {
            ("missing.onnx", "no such file"), ("empty.onnx", "the file is empty"), ("truncated.onnx", "truncated"), ("text.onnx", "not an ONNX model"), ("other.onnx", "not an ONNX model"),
        })
        {
            var message = Assert.Throws<OnnxFormatException>(() => OnnxFile.Load(folder[file])).Message;
            Assert.StartsWith(folder[file] + ": ", message, StringComparison.Ordinal);
            Assert.Contains(reason, message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', message);
        }
    }
}
