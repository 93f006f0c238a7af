using System.Text.Json.Nodes;
using SameSame.Client.Schemas;
using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Configuration.Yaml;
using SameSame.Hosting.Specs;
using SameSame.Testing;

namespace SameSame.Client.Tests;

/// <summary>The schemas: what the command prints is what is stored, has every field, and takes what the readers take.</summary>
public sealed class SchemaTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Files => [.. YamlSchema.Files.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Files))]
    public async Task The_stored_file_is_what_the_command_prints(string file)
    {
        var printed = await Cli.RunAsync("schema", file);
        Assert.Equal(ExitCodes.Done, printed.Code);
        var stored = Path.Combine(Places.Root, "samples", "schemas", $"{file}.json");
        Assert.True(File.ReadAllText(stored) == printed.Output,
            $"write it again: samesame schema {file} > samples/schemas/{file}.json");
        Assert.Equal($"# yaml-language-server: $schema=../schemas/{file}.json",
            File.ReadLines(Path.Combine(Places.Fashion, $"{file}.yaml")).First());
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_field_of_the_type_is_there_and_described(string file) =>
        Holds(Schema(file), YamlSchema.Files[file]);

    [SkippableTheory]
    [MemberData(nameof(Files))]
    public void Real_files_are_valid(string file)
    {
        var schema = Schema(file);
        Assert.Empty(SchemaCheck.Problems(schema, SchemaCheck.Load(Path.Combine(Places.Fashion, $"{file}.yaml"))));
        var found = Directory.GetFiles(Path.GetDirectoryName(Places.Imagenet)!, $"{file}*.yaml", SearchOption.AllDirectories);
        Assert.All(found, path => Assert.Empty(SchemaCheck.Problems(schema, SchemaCheck.Load(path))));
    }

    // One word wrong in a file that is right: the reader refuses it, and so does the schema.
    [Theory]
    [InlineData("bits: 8/8", true)]
    [InlineData("bits: [16/2, 8/8]", true)]
    [InlineData("bits: 8", false)]
    [InlineData("bits: [1/8]", false)]
    [InlineData("bits: []", false)]
    [InlineData("methods: [none, search:12]", true)]
    [InlineData("methods: [nonne]", false)]
    [InlineData("granularity: per-channel", true)]
    [InlineData("granularity: [per-row]", false)]
    [InlineData("calibrator: [entropy]", true)]
    [InlineData("calibrator: max", false)]
    [InlineData("biasCorrection: empirical", true)]
    [InlineData("biasCorrection: all", false)]
    [InlineData("absorbBiases: [false, true]", true)]
    [InlineData("absorbBiases: 3", false)]
    [InlineData("images: all", true)]
    [InlineData("images: null", true)]
    [InlineData("images: 0", false)]
    [InlineData("images: some", false)]
    [InlineData("calibrationImages: 1.5", false)]
    [InlineData("confidence: 0.5", true)]
    [InlineData("confidence: 0", false)]
    [InlineData("device: gpu", true)]
    [InlineData("device: tpu", false)]
    [InlineData("bitz: 8/8", false)]
    [InlineData("name: a b", false)]
    public void Schema_and_reader_agree(string line, bool valid)
    {
        var name = line.StartsWith("name", StringComparison.Ordinal) ? "" : "name: s\n";
        var path = _folder.Write("s.yaml",
            $"{name}zoo: {Places.Fashion}/zoo.yaml\ndataset: {Places.Fashion}/dataset.yaml\n{line}\n");
        var problems = SchemaCheck.Problems(Schema("sweep"), SchemaCheck.Load(path));
        Assert.True(valid == (problems.Count == 0), string.Join("; ", problems));
        var refused = Record.Exception(() => YamlFile.Read<SweepFile>(path).ToSpec(path, namesOnly: false, force: false));
        Assert.Equal(valid, refused is null);
    }

    [Fact]
    public void A_field_that_a_file_must_have_is_missed()
    {
        var path = _folder.Write("z.yaml", "models:\n  - { name: m, file: m.onnx, input: { height: 4 } }\n");
        Assert.Equal(["models.0.input: width is missing"], SchemaCheck.Problems(Schema("zoo"), SchemaCheck.Load(path)));
        Assert.Throws<SpecException>(() => ZooFile.Read(path));
    }

    private static JsonObject Schema(string file) => JsonNode.Parse(YamlSchema.Text(file))!.AsObject();

    private static void Holds(JsonObject schema, Type type)
    {
        var properties = schema["properties"]!.AsObject();
        Assert.Equal(YamlFields.Of(type).Select(f => f.Name), properties.Select(p => p.Key));
        foreach (var field in YamlFields.Of(type))
        {
            var property = properties[field.Name]!.AsObject();
            Assert.False(string.IsNullOrWhiteSpace((string?)property["description"]), field.Name);
            Assert.DoesNotContain('<', (string)property["description"]!);
            var inner = YamlField.ElementOf(field.Type) ?? field.Type;
            if (!YamlField.IsScalar(inner))
                Holds((property["items"] ?? property["anyOf"]?[0] ?? property).AsObject(), inner);
        }
    }
}
