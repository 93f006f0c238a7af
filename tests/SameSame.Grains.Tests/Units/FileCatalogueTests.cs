using Microsoft.Extensions.Options;
using SameSame.Contracts.Sweeps;
using SameSame.Contracts.Work;
using SameSame.Evaluation.Configuration;
using SameSame.Grains.Catalogues;
using SameSame.Quantization.Schemes;
using SameSame.Testing;

namespace SameSame.Grains.Tests.Units;

/// <summary>A catalogue that somebody wrote reads no file of the silo outside its own folder.</summary>
public sealed class FileCatalogueTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public FileCatalogueTests()
    {
        foreach (var secret in new[] { "secret.onnx", "zoo-of-another/secret.onnx" })
            _folder.Write(secret, "secret");
        _folder.Write("zoo/own/model.onnx", "model");
        File.CreateSymbolicLink(_folder["zoo/link.onnx"], _folder["secret.onnx"]);
        File.CreateSymbolicLink(_folder["zoo/chain.onnx"], "link.onnx");
        Directory.CreateSymbolicLink(_folder["zoo/folder"], _folder["zoo-of-another"]);
        File.CreateSymbolicLink(_folder["zoo/alias.onnx"], "own/model.onnx");
        Directory.CreateSymbolicLink(_folder["mounted"], _folder["zoo"]);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("../secret.onnx")]
    [InlineData("own/../../secret.onnx")]
    [InlineData("../zoo-of-another/secret.onnx")]
    [InlineData("{root}/secret.onnx")]
    [InlineData("link.onnx")]
    [InlineData("chain.onnx")]
    [InlineData("folder/secret.onnx")]
    public void A_file_outside_is_refused_however_the_catalogue_gets_there(string file)
    {
        var catalogue = Catalogue(file.Replace("{root}", _folder.Root, StringComparison.Ordinal), "zoo");
        foreach (var read in new Action[] { () => catalogue.Identify(Spec, "m"), () => catalogue.OpenModel(Source("")) })
        {
            var message = Assert.Throws<SpecException>(read).Message;
            Assert.Contains("m: file lies outside", message, StringComparison.Ordinal);
            Assert.Contains("in a cluster a catalogue names files of its own folder", message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("own/model.onnx", "zoo")]
    [InlineData("own/../own/model.onnx", "zoo")]
    [InlineData("alias.onnx", "zoo")]
    [InlineData("own/model.onnx", "mounted")]
    public void A_file_inside_is_opened(string file, string zoo)
    {
        var wrongHash = Assert.Throws<SpecException>(() => Catalogue(file, zoo).OpenModel(Source("another"))).Message;
        Assert.Contains("changed since the sweep started", wrongHash, StringComparison.Ordinal);
    }

    [Fact]
    public void In_a_process_of_ones_own_a_catalogue_names_any_file() =>
        Assert.Contains("changed since the sweep started",
            Assert.Throws<SpecException>(() => Catalogue("../secret.onnx", "zoo", allowPaths: true).OpenModel(Source("another"))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("../zoo")]
    [InlineData("..")]
    [InlineData("/etc")]
    public void Names_that_are_paths_are_refused(string name)
    {
        var catalogue = Catalogue("own/model.onnx", "zoo");
        Assert.Contains("a cluster takes names, not paths; silos offer zoo",
            Assert.Throws<SpecException>(() => catalogue.Identify(Spec with { Zoo = name }, "m")).Message, StringComparison.Ordinal);
        Assert.Contains("a cluster takes names, not paths", Assert.Throws<SpecException>(() => catalogue.OpenDataset(name)).Message, StringComparison.Ordinal);
    }

    private static SweepSpec Spec { get; } = new() { Name = "s", Zoo = "zoo", Dataset = "d", Methods = ["none"], Schemes = [new QuantizationScheme(new BitWidths(8, 8))] };

    private static ModelSource Source(string hash) => new() { Zoo = "zoo", Model = "m", ModelSha256 = hash.PadRight(64, '0'), Dataset = "d" };

    private FileCatalogue Catalogue(string file, string zoo, bool allowPaths = false)
    {
        _folder.Write($"{zoo}/zoo.yaml", $"models:\n  - name: m\n    file: {file}\n    input: {{ height: 8, width: 8, layout: nchw, order: gray, scale: 255, mean: [0], std: [1] }}\n");
        return new FileCatalogue(Options.Create(new CatalogueOptions { AllowPaths = allowPaths, Zoos = { ["zoo"] = _folder[$"{zoo}/zoo.yaml"] } }));
    }
}
