using System.CommandLine;

namespace SameSame.Client.Models;

/// <summary>The arguments that commands on one model share.</summary>
internal sealed class ModelOptions
{
    public Argument<string> Model { get; } = new("model") { Description = "An .onnx file, or a model's name with --zoo." };

    public Option<string?> Zoo { get; } = new("--zoo") { Description = "Catalogue with the model's preprocessing; by default the zoo.yaml above the file." };

    public Option<string?> Dataset { get; } = new("--dataset") { Description =
        "Dataset file; by default the dataset.yaml beside the catalogue or one level up." };

    public Option<string> Data { get; } = new("--data") { Description = "Folder of the pixel cache.", DefaultValueFactory = _ => ".samesame" };

    public void AddTo(Command command)
    {
        command.Arguments.Add(Model);
        command.Options.Add(Zoo);
        command.Options.Add(Dataset);
        command.Options.Add(Data);
    }

    public ModelContext Open(ParseResult parsed) => ModelContext.Open(parsed.GetValue(Model)!, parsed.GetValue(Zoo), parsed.GetValue(Dataset));

    /// <summary>Another model, opened under the same options.</summary>
    public ModelContext Open(ParseResult parsed, string other) => ModelContext.Open(other, parsed.GetValue(Zoo),
        parsed.GetValue(Dataset));

    public string Cache(ParseResult parsed) => Path.Combine(parsed.GetValue(Data)!, "cache");
}
