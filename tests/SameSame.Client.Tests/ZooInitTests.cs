using SameSame.Evaluation.Configuration;

namespace SameSame.Client.Tests;

/// <summary><c>zoo init</c> where there is a catalogue: what it lacks is added, what a person wrote stays.</summary>
public sealed class ZooInitTests : IDisposable
{
    private readonly ColourZoo _zoo = new(each: 1);

    public void Dispose() => _zoo.Dispose();

    [Theory]
    [InlineData("\n", "  ", true)]
    [InlineData("\r\n", "", false)]
    public async Task Models_that_are_not_in_it_are_added_behind_what_somebody_wrote(string newline, string indent, bool ends)
    {
        _zoo.Net("own.onnx");
        _zoo.Net("sub/model.onnx", 2, 1, 0);
        _zoo.Net("other.onnx", 1, 0, 2);
        string[] lines =
        [
            "# mine", "models:", $"{indent}- name: own     # why it is here", $"{indent}  file: own.onnx",
                $"{indent}  input: {{ height: 8, width: 8, order: bgr, scale: 1 }}   # as Kim trained it",
            "", $"{indent}# - name: later",
        ];
        var written = string.Join(newline, lines) + (ends ? newline : "");
        _zoo.Folder.Write("zoo.yaml", written);
        var result = await Cli.RunAsync("zoo", "init", _zoo.Folder.Root);
        Assert.Equal(ExitCodes.Done, result.Code);
        Assert.Contains("2 models added: other, model; 1 were there and stay as they are", result.Output,
            StringComparison.Ordinal);
        var text = await File.ReadAllTextAsync(_zoo.Folder["zoo.yaml"]);
        Assert.StartsWith(written, text, StringComparison.Ordinal);
        Assert.Equal(newline == "\r\n", !text.Replace("\r\n", "", StringComparison.Ordinal)
            .Contains('\n', StringComparison.Ordinal));
        var zoo = ZooFile.Read(_zoo.Folder.Root);
        Assert.Equal([("own", "bgr"), ("other", "rgb"), ("model", "rgb")], zoo.Models.Select(m => (m.Name, m.Input.Order)));
        Assert.All(zoo.Models, m => Assert.True(File.Exists(zoo.FileOf(m))));

        var again = await Cli.RunAsync("zoo", "init", _zoo.Folder.Root);
        Assert.Contains("nothing to add; 3 were there", again.Output, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(_zoo.Folder["zoo.yaml"]));
    }

    [Fact]
    public async Task Two_files_of_one_name_are_two_models_and_a_file_that_moved_is_none()
    {
        _zoo.Net("a/model.onnx");
        _zoo.Net("b/model.onnx", 2, 1, 0);
        Assert.Equal(ExitCodes.Done, (await Cli.RunAsync("zoo", "init", _zoo.Folder.Root)).Code);
        Assert.Equal(["model", "b_model"], ZooFile.Read(_zoo.Folder.Root).Models.Select(m => m.Name));

        File.Move(_zoo.Folder["a/model.onnx"], _zoo.Folder["c #1.onnx"]);
        _zoo.Net("d/model.onnx", 1, 0, 2);
        var result = await Cli.RunAsync("zoo", "init", _zoo.Folder.Root);
        Assert.Contains("c #1.onnx is the same file: write file: 'c #1.onnx'", Assert.Single(result.Complaints),
            StringComparison.Ordinal);
        Assert.Contains("1 models added: d_model; 2 were there", result.Output, StringComparison.Ordinal);

        Assert.Equal(ExitCodes.Done, (await Cli.RunAsync("zoo", "init", _zoo.Folder.Root, "--force")).Code);
        Assert.Equal([("model", "b/model.onnx"), ("c__1", "c #1.onnx"), ("d_model", "d/model.onnx")],
            ZooFile.Read(_zoo.Folder.Root).Models.Select(m => (m.Name, m.File)));
    }

    [Fact]
    public async Task A_catalogue_in_another_form_is_left_alone()
    {
        _zoo.Net("a.onnx");
        _zoo.Net("b.onnx", 1, 0, 2);
        var path = _zoo.Folder.Write("zoo.yaml", "models: [ { name: a, file: a.onnx, input: { height: 8, width: 8 } } ]\n");
        var before = await File.ReadAllTextAsync(path);
        var result = await Cli.RunAsync("zoo", "init", _zoo.Folder.Root);
        Assert.Equal(ExitCodes.NothingStarted, result.Code);
        Assert.Contains("nothing can be put behind its models as they are written", Assert.Single(result.Complaints),
            StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(path));
        Assert.Empty(Directory.GetFiles(_zoo.Folder.Root, "*.tmp"));
    }
}
