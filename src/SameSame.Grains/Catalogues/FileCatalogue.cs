using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Enumeration;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using SameSame.Contracts.Sweeps;
using SameSame.Contracts.Work;
using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Datasets;
using SameSame.Evaluation.Sessions;
using SameSame.Quantization;

namespace SameSame.Grains.Catalogues;

/// <summary>The catalogue of the files this silo can see.</summary>
public sealed class FileCatalogue(IOptions<CatalogueOptions> options) : ICatalogue
{
    private readonly ConcurrentDictionary<string, (long Size, DateTime Time, string Hash)> _hashes = new(StringComparer.Ordinal);
    private readonly Lock _datasetLock = new();

    /// <inheritdoc/>
    public string[] Select(SweepSpec spec)
    {
        var zoo = OpenZoo(spec.Zoo);
        var names = zoo.Models.Select(m => m.Name).Where(n => FileSystemName.MatchesSimpleExpression(spec.Models, n, ignoreCase: false)).ToArray();
        if (names.Length == 0)
            throw new SpecException($"{zoo.Path}: no model matches '{spec.Models}' (there are: {string.Join(", ", zoo.Models.Take(10).Select(m => m.Name))})");
        var dataset = OpenDataset(spec.Dataset);
        ImageSources.Open(dataset, dataset.Evaluation);
        ImageSources.Open(dataset, dataset.Calibration ?? throw new SpecException($"{dataset.Path}: calibration: a root and a list of calibration images are needed"));
        return names;
    }

    /// <inheritdoc/>
    public string Digest(SweepSpec spec) => CatalogueDigest.Of(OpenZoo(spec.Zoo), OpenDataset(spec.Dataset), spec.Models);

    /// <inheritdoc/>
    public ProfileIdentity Identify(SweepSpec spec, string model)
    {
        var zoo = OpenZoo(spec.Zoo);
        var entry = Entry(zoo, model);
        Contain(zoo, entry);
        var hash = HashOf(zoo.FileOf(entry));
        if (entry.Sha256 is { } stated && !string.Equals(stated, hash, StringComparison.OrdinalIgnoreCase))
            throw new SpecException($"{zoo.FileOf(entry)}: sha256 is {hash[..16]}..., the catalogue says {stated[..Math.Min(16, stated.Length)]}...; restore the file or correct {zoo.Path}");
        var dataset = OpenDataset(spec.Dataset);
        var images = Describe(dataset, dataset.Evaluation, spec.Images);
        return new ProfileIdentity
        {
            Source = new ModelSource
            {
                Zoo = spec.Zoo,
                Model = model,
                ModelSha256 = hash,
                Dataset = spec.Dataset,
                Images = spec.Images,
                CalibrationImages = spec.CalibrationImages,
                SkipBadImages = spec.SkipBadImages,
            },
            DatasetName = dataset.Name,
            Images = images.Text,
            ImageCount = images.Count,
            Calibration = Describe(dataset, dataset.Calibration!, spec.CalibrationImages).Text,
            Input = string.Create(CultureInfo.InvariantCulture,
                $"{entry.InputFor(dataset.Resize).Canonical}|{entry.InputFor(dataset.Calibration!.Resize).Canonical}|offset={entry.Labels.Offset}"),
            Runtime = $"onnxruntime {OrtModel.RuntimeVersion};{(spec.Device == "gpu" ? options.Value.GpuProvider : OrtModel.CpuProvider)};{new SessionSettings(1).OptimizationLevel}",
            Gate = entry.Reference is { } r && r.Dataset == dataset.Name ? new BaselineGate(r.Top1, r.Tolerance, images.All) : null,
        };
    }

    /// <inheritdoc/>
    public (ZooFile Zoo, ZooModel Model) OpenModel(ModelSource source)
    {
        var zoo = OpenZoo(source.Zoo);
        var entry = Entry(zoo, source.Model);
        Contain(zoo, entry);
        if (HashOf(zoo.FileOf(entry)) is var hash && hash != source.ModelSha256)
            throw new SpecException($"{zoo.FileOf(entry)}: changed since the sweep started (sha256 is now {hash[..16]}...)");
        return (zoo, entry);
    }

    /// <inheritdoc/>
    public DatasetFile OpenDataset(string reference) => DatasetFile.Read(Resolve(reference, options.Value.Datasets, "dataset"));

    private ZooFile OpenZoo(string reference) => ZooFile.Read(Resolve(reference, options.Value.Zoos, "zoo"));

    private static ZooModel Entry(ZooFile zoo, string model) =>
        zoo.Models.FirstOrDefault(m => m.Name == model) ?? throw new SpecException($"{zoo.Path}: {Suggestion.Unknown("model", model, zoo.Models.Select(m => m.Name))}");

    // In a cluster a catalogue reaches no further than its own folder, so that whoever may write one may not read all of the silo's files.
    private void Contain(ZooFile zoo, ZooModel entry)
    {
        var root = Path.GetDirectoryName(Path.GetFullPath(zoo.Path))!;
        if (!options.Value.AllowPaths && !RealPath.IsInside(zoo.FileOf(entry), root))
            throw new SpecException($"{zoo.Path}: {entry.Name}: file lies outside {root}; in a cluster a catalogue names files of its own folder");
    }

    private string Resolve(string reference, Dictionary<string, string> known, string kind)
    {
        if (known.TryGetValue(reference, out var path))
            return Path.GetFullPath(path);
        if (options.Value.AllowPaths && Path.IsPathFullyQualified(reference))
            return reference;
        if (reference.Any(c => c is '/' or '\\') || reference.Contains("..", StringComparison.Ordinal))
            throw new SpecException($"{kind} '{reference}': a cluster takes names, not paths; silos offer {string.Join(", ", known.Keys.Order())}");
        throw new SpecException($"{Suggestion.Unknown(kind, reference, known.Keys)}; silos offer what is configured under SameSame:{(kind == "zoo" ? "Zoos" : "Datasets")}");
    }

    private (string Text, bool All, int Count) Describe(DatasetFile dataset, ImageSetSpec set, int? wanted)
    {
        var source = ImageSources.Open(dataset, set);
        var selection = ImageSelection.Take(source.Count, wanted);
        string hash;
        lock (_datasetLock)
            hash = DatasetHash.Of(source, dataset.Resolve(set.Root), options.Value.CacheFolder);
        return ($"{hash};{ImageSelection.Canonical(selection, source.Count)}", selection.Length == source.Count, selection.Length);
    }

    private string HashOf(string path)
    {
        var info = new FileInfo(path);
        if (!info.Exists)
            throw new SpecException($"{path}: no such file");
        if (_hashes.TryGetValue(path, out var known) && known.Size == info.Length && known.Time == info.LastWriteTimeUtc)
            return known.Hash;
        using var stream = File.OpenRead(path);
        var hash = Convert.ToHexStringLower(SHA256.HashData(stream));
        _hashes[path] = (info.Length, info.LastWriteTimeUtc, hash);
        return hash;
    }
}
