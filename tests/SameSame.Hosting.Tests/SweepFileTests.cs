using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Configuration.Yaml;
using SameSame.Hosting.Specs;
using SameSame.Testing;

namespace SameSame.Hosting.Tests;

public sealed class SweepFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SweepFileTests()
    {
        _folder.Write("zoo.yaml", "");
        _folder.Write("dataset.yaml", "");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_becomes_every_combination_of_its_schemes()
    {
        var path = _folder.Write("s.yaml", """
            name: s
            zoo: zoo.yaml
            dataset: dataset.yaml
            bits: [8/8, 4/8, 8/8]
            granularity: [per-tensor, per-channel]
            methods: [none, cle]
            biasCorrection: [none, analytic]
            images: 12
            """);
        var spec = YamlFile.Read<SweepFile>(path).ToSpec(path, namesOnly: false, force: false);
        Assert.Equal(8, spec.Schemes.Length);
        Assert.Equal("w8a8;per-tensor;minmax;none", spec.Schemes[0].Canonical);
        Assert.Equal((_folder["zoo.yaml"], _folder["dataset.yaml"], 12, 256, "auto"), (spec.Zoo, spec.Dataset, spec.Images, spec.CalibrationImages, spec.Device));
    }

    [Fact]
    public void Names_stay_names_for_a_cluster()
    {
        var spec = new SweepFile { Name = "s", Zoo = "prod", Dataset = "val" }.ToSpec("s.yaml", namesOnly: true, force: false);
        Assert.Equal(("prod", "val"), (spec.Zoo, spec.Dataset));
    }

    [Fact]
    public void Absorption_is_off_unless_asked_for_and_both_ways_are_two_schemes()
    {
        var path = _folder.Write("a.yaml", "name: s\nzoo: z\ndataset: d\nabsorbBiases: [false, true]\n");
        Assert.Equal([false, true], YamlFile.Read<SweepFile>(path).ToSpec(path, namesOnly: true, force: false).Schemes.Select(s => s.AbsorbBiases));
        Assert.False(Assert.Single(new SweepFile { Name = "s", Zoo = "z", Dataset = "d" }.ToSpec("s.yaml", namesOnly: true, force: false).Schemes).AbsorbBiases);
    }

    [Fact]
    public void One_value_stands_for_a_list_of_it_in_every_list()
    {
        const string one = """
            name: s
            zoo: z
            dataset: d
            bits: 4/8
            granularity: per-channel
            methods: cle
            calibrator: mse
            biasCorrection: analytic
            absorbBiases: true
            """;
        var lists = YamlFields.Of(typeof(SweepFile)).Where(f => YamlField.ElementOf(f.Type) is not null).ToList();
        Assert.All(lists, f => Assert.Contains($"\n{f.Name}: ", one, StringComparison.Ordinal));
        var path = _folder.Write("one.yaml", one);
        var spec = YamlFile.Read<SweepFile>(path).ToSpec(path, namesOnly: true, force: false);
        Assert.Equal("cle", Assert.Single(spec.Methods));
        Assert.Equal(("w4a8;per-channel;mse;analytic", true),
            (Assert.Single(spec.Schemes).Canonical.Split(";absorb")[0], spec.Schemes[0].AbsorbBiases));
    }

    [Theory]
    [InlineData("images: all")]
    [InlineData("images:")]
    [InlineData("images: null")]
    public void All_images_can_be_said_in_a_word(string line)
    {
        var path = _folder.Write("all.yaml", $"name: s\nzoo: z\ndataset: d\n{line}\n");
        Assert.Null(YamlFile.Read<SweepFile>(path).Images);
    }

    [Theory]
    [InlineData("zoo: zoo.yaml\ndataset: dataset.yaml", "name: expected letters")]
    [InlineData("name: s\ndataset: dataset.yaml", "zoo: expected the path of a zoo.yaml")]
    [InlineData("name: s\nzoo: nope.yaml\ndataset: dataset.yaml", "nope.yaml does not exist")]
    [InlineData("name: s\nzoo: zoo.yaml\ndataset: dataset.yaml\nbits: [1/8]", "bits: bits '1/8': expected weights/activations")]
    [InlineData("name: s\nzoo: zoo.yaml\ndataset: dataset.yaml\nbits: []", "bits: expected at least one value")]
    [InlineData("name: s\nzoo: zoo.yaml\ndataset: dataset.yaml\nabsorbBiases: []", "absorbBiases: expected at least one of false and true")]
    [InlineData("name: s\nzoo: zoo.yaml\ndataset: dataset.yaml\nmethods: [two-stp]", "did you mean two-step?")]
    [InlineData("name: s\nzoo: zoo.yaml\ndataset: dataset.yaml\nimages: 0", "images: expected a positive number")]
    [InlineData("name: s\nzoo: zoo.yaml\ndataset: dataset.yaml\nconfidence: 0", "confidence: expected a width in percentage points")]
    [InlineData("name: s\nzoo: zoo.yaml\ndataset: dataset.yaml\ndevice: tpu", "expected auto, cpu or gpu")]
    [InlineData("name: s\nimages: some", "line 2, column 9: images: expected a whole number, or all, found 'some'")]
    [InlineData("name: s\nbits: 8/8, 6/6", "line 2, column 7: bits: expected a list: [8/8, 6/6]")]
    [InlineData("name: s\nmethods: { cle: 1 }", "line 2, column 10: methods: expected a list, found fields with values")]
    [InlineData("name: s\nbitz: [8/8]", "unknown field 'bitz': did you mean bits?")]
    public void What_cannot_be_used_is_one_line_with_file_field_and_fix(string text, string expected)
    {
        var path = _folder.Write("s.yaml", text);
        var message = Assert.Throws<SpecException>(() => YamlFile.Read<SweepFile>(path).ToSpec(path, namesOnly: false, force: false)).Message;
        Assert.StartsWith(path, message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }
}
