using SameSame.Onnx.IO;

namespace SameSame.Client.Tests;

/// <summary>
/// What commands on one model find by themselves: the catalogue above it, the dataset beside that or one level up, the entry of
/// the model it is compared with.
/// </summary>
public sealed class NearFilesTests : IDisposable
{
    private readonly ColourZoo _zoo = new(each: 20, calibrationEach: 40);

    public NearFilesTests()
    {
        _zoo.Net("models/net.onnx", 2, 1, 0);
        _zoo.Folder.Write("models/zoo.yaml",
            "models:\n  - { name: net, file: net.onnx, input: { height: 8, width: 8, order: bgr } }\n");
        _zoo.Dataset();
    }

    public void Dispose() => _zoo.Dispose();

    [Fact]
    public async Task A_dataset_one_level_above_the_catalogue_is_found()
    {
        Assert.Contains("top-1 100.00 %", (await _zoo.RunAsync("evaluate", _zoo.Folder["models/net.onnx"])).Output,
            StringComparison.Ordinal);
        var quantized = await _zoo.RunAsync("quantize", _zoo.Folder["models/net.onnx"], "-o", _zoo.Folder["q.onnx"],
            "--method", "none");
        Assert.True(quantized.Code == ExitCodes.Done, quantized.Error);
        Assert.Contains("60 images of 3 classes", (await _zoo.RunAsync("zoo", "check", _zoo.Folder["models"])).Output,
            StringComparison.Ordinal);
        // The entry it carries, and the dataset beside it.
        Assert.Contains("top-1 100.00 %", (await _zoo.RunAsync("evaluate", _zoo.Folder["q.onnx"])).Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_says_nothing_of_itself_takes_the_entry_of_its_reference()
    {
        await _zoo.RunAsync("quantize", _zoo.Folder["models/net.onnx"], "-o", _zoo.Folder["q.onnx"], "--method", "none");
        var bare = OnnxFile.Load(_zoo.Folder["q.onnx"]);
        bare.MetadataProps.Clear();
        OnnxFile.Save(bare, _zoo.Folder["far/away/from/here/bare.onnx"]);
        var alone = await _zoo.RunAsync("evaluate", _zoo.Folder["far/away/from/here/bare.onnx"]);
        Assert.Contains("its preprocessing is not known", Assert.Single(alone.Complaints), StringComparison.Ordinal);
        var compared = await _zoo.RunAsync("evaluate", _zoo.Folder["far/away/from/here/bare.onnx"], "--reference",
            _zoo.Folder["models/net.onnx"]);
        Assert.Contains("top-1 100.00 %", compared.Output, StringComparison.Ordinal);
        Assert.Contains("agreement 100.0 %", compared.Output, StringComparison.Ordinal);
        // By its name in a catalogue, too.
        Assert.Equal(ExitCodes.Done, (
            await _zoo.RunAsync("evaluate", _zoo.Folder["far/away/from/here/bare.onnx"], "--reference", "net", "--zoo",
            _zoo.Folder["models"])).Code);
    }

    [Fact]
    public async Task What_the_catalogue_says_now_counts_before_what_a_file_was_made_with()
    {
        await _zoo.RunAsync("quantize", _zoo.Folder["models/net.onnx"], "-o", _zoo.Folder["out/q.onnx"], "--method", "none");
        _zoo.Folder.Write("models/zoo.yaml",
            "models:\n  - { name: net, file: net.onnx, input: { height: 8, width: 8, order: rgb } }\n");
        Assert.Contains("top-1 100.00 %", (await _zoo.RunAsync("evaluate", _zoo.Folder["out/q.onnx"])).Output,
            StringComparison.Ordinal);
        Assert.Contains("top-1 33.33 %",
            (await _zoo.RunAsync("evaluate", _zoo.Folder["out/q.onnx"], "--reference", _zoo.Folder["models/net.onnx"])).Output,
            StringComparison.Ordinal);
    }
}
