using System.Globalization;
using SameSame.Evaluation.Preprocessing;

namespace SameSame.Evaluation.Configuration;

/// <summary>A <c>zoo.yaml</c>: the catalogue of a folder of models.</summary>
public sealed record ZooFile
{
    /// <summary>One entry a model.</summary>
    public List<ZooModel> Models { get; init; } = [];

    /// <summary>Where the file was read from.</summary>
    [YamlDotNet.Serialization.YamlIgnore]
    public string Path { get; private set; } = "";

    /// <summary>Reads and validates a catalogue; a folder stands for the <c>zoo.yaml</c> in it.</summary>
    /// <exception cref="SpecException">It cannot be used.</exception>
    public static ZooFile Read(string path)
    {
        if (Directory.Exists(path))
            path = System.IO.Path.Combine(path, "zoo.yaml");
        var zoo = YamlFile.Read<ZooFile>(path);
        zoo.Path = path;
        if (zoo.Models.Count == 0)
            throw new SpecException($"{path}: models: at least one is needed");
        foreach (var model in zoo.Models)
        {
            var problem = model.Name.Length == 0 ? "a model lacks its name"
                : model.Name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '.')) ? $"name '{model.Name}': letters, digits, '.', '_' and '-' only"
                : model.File.Length == 0 ? $"model '{model.Name}' lacks its file"
                : model.Input.Problem() is { } input ? $"model '{model.Name}': {input}" : null;
            if (problem is not null)
                throw new SpecException($"{path}: {problem}");
        }

        if (zoo.Models.GroupBy(m => m.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new SpecException($"{path}: two models are called '{twice.Key}'");
        return zoo;
    }

    /// <summary>Full path of a model's file.</summary>
    public string FileOf(ZooModel model) => YamlFile.Resolve(Path, model.File);
}

/// <summary>One model of a catalogue.</summary>
public sealed record ZooModel
{
    /// <summary>Name in specs and tables.</summary>
    public string Name { get; init; } = "";

    /// <summary>Path of the <c>.onnx</c> file, relative to the catalogue.</summary>
    public string File { get; init; } = "";

    /// <summary>SHA-256 of the file, lower-case hex; null where nobody wrote it down.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Under which terms the weights may be used.</summary>
    public string? Licence { get; init; }

    /// <summary>Preprocessing.</summary>
    public InputSpec Input { get; init; } = new();

    /// <summary>How the model numbers classes.</summary>
    public LabelSpec Labels { get; init; } = new();

    /// <summary>The FP32 accuracy the model must reach before its cells are measured.</summary>
    public ReferenceSpec? Reference { get; init; }

    /// <summary>The model's preprocessing with a dataset's own resize, where that states one.</summary>
    public InputSpec InputFor(string? datasetResize) => datasetResize switch
    {
        null => Input,
        "none" => Input with { Resize = null },
        var pixels => Input with { Resize = int.Parse(pixels, NumberStyles.None, CultureInfo.InvariantCulture) },
    };
}

/// <summary>How a model's outputs map to the dataset's classes.</summary>
public sealed record LabelSpec
{
    /// <summary>Index of the dataset's class 0 among the model's outputs; 1 for models with a background class in front.</summary>
    public int Offset { get; init; }
}

/// <summary>A stated FP32 accuracy.</summary>
public sealed record ReferenceSpec
{
    /// <summary>The dataset it was measured on; other datasets are not gated.</summary>
    public string Dataset { get; init; } = "";

    /// <summary>Top-1 in percent.</summary>
    public double Top1 { get; init; }

    /// <summary>Allowed difference in percentage points.</summary>
    public double Tolerance { get; init; } = 0.5;
}
