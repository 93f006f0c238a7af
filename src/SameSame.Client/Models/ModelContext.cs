using System.Text.Json;
using SameSame.Evaluation.Configuration;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Client.Models;

/// <summary>
/// A model file with what is known about it: its catalogue entry, from <c>--zoo</c>, from the zoo.yaml above the file, or from what
/// SameSame wrote into the file itself; and a dataset, from <c>--dataset</c> or the dataset.yaml beside the catalogue or one
/// level up.
/// </summary>
internal sealed class ModelContext
{
    private const string EntryKey = "samesame.entry";
    private static readonly JsonSerializerOptions EntryJson = new() { IgnoreReadOnlyProperties = true };

    private ModelContext(string path, ModelProto model, ZooModel? entry, bool listed, string? datasetPath) =>
        (Path, Model, Entry, Listed, DatasetPath) = (path, model, entry, listed, datasetPath);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The model.</summary>
    public ModelProto Model { get; }

    /// <summary>Preprocessing and labels, or null where nobody states them.</summary>
    public ZooModel? Entry { get; }

    // Whether a catalogue has the entry: what is embedded in a file may be older.
    private bool Listed { get; }

    private string? DatasetPath { get; }

    /// <summary>Opens a file, or a catalogue's model by name.</summary>
    /// <exception cref="SpecException">The file or a named catalogue does not exist.</exception>
    public static ModelContext Open(string model, string? zooPath, string? datasetPath)
    {
        ZooFile? zoo = null;
        if (zooPath is not null)
            zoo = ZooFile.Read(zooPath);
        else if (FindZoo(model) is { } found)
            zoo = ZooFile.Read(found);
        var named = zoo?.Models.FirstOrDefault(m => m.Name == model);
        var path = !File.Exists(model) && named is not null ? zoo!.FileOf(named) : model;
        var proto = OnnxFile.Load(path);
        var listed = named ?? zoo?.Models.FirstOrDefault(m => zoo.FileOf(m) == System.IO.Path.GetFullPath(path));
        return new ModelContext(path, proto, listed ?? Embedded(proto), listed is not null, datasetPath
            ?? NearDataset.Of(zoo?.Path ?? path));
    }

    /// <summary>
    /// This model with the entry and the dataset of the one it was made from, unless a catalogue lists it itself: what both are
    /// compared on is one preprocessing.
    /// </summary>
    public ModelContext ComparedWith(ModelContext reference) => Listed || reference.Entry is null
        || (Entry is not null && !reference.Listed)
        ? new(Path, Model, Entry, Listed, DatasetPath ?? reference.DatasetPath)
        : new(Path, Model, reference.Entry, reference.Listed, reference.DatasetPath ?? DatasetPath);

    /// <summary>The preprocessing.</summary>
    /// <exception cref="SpecException">Nobody states it.</exception>
    public ZooModel RequireEntry() => Entry ?? throw new SpecException($"{Path}: its preprocessing is not known; list the file in a zoo.yaml and pass it with --zoo");

    /// <summary>The dataset.</summary>
    /// <exception cref="SpecException">None was named or found.</exception>
    public DatasetFile RequireDataset() =>
        DatasetFile.Read(DatasetPath ?? throw new SpecException($"{Path}: no dataset; pass one with --dataset FILE"));

    /// <summary>Writes the entry into a derived model, so that the file can be evaluated wherever it goes.</summary>
    public void Embed(ModelProto derived, IEnumerable<(string Key, string Value)> recipe)
    {
        var facts = recipe.Select(r => (Key: $"samesame.{r.Key}", r.Value)).Append((EntryKey, JsonSerializer.Serialize(RequireEntry() with { Reference = null, Sha256 = null }, EntryJson)));
        foreach (var (key, value) in facts)
            derived.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
    }

    private static ZooModel? Embedded(ModelProto model) =>
        model.MetadataProps.FirstOrDefault(p => p.Key == EntryKey) is { } entry ? JsonSerializer.Deserialize<ZooModel>(entry.Value, EntryJson) : null;

    private static string? FindZoo(string model)
    {
        var folder = new FileInfo(model).Directory;
        for (var level = 0; level < 3 && folder is not null; level++, folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "zoo.yaml")))
                return System.IO.Path.Combine(folder.FullName, "zoo.yaml");
        }

        return null;
    }
}
