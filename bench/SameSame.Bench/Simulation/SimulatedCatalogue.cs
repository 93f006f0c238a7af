using System.Globalization;
using SameSame.Contracts.Sweeps;
using SameSame.Contracts.Work;
using SameSame.Evaluation.Configuration;
using SameSame.Grains.Catalogues;

namespace SameSame.Bench.Simulation;

/// <summary>A zoo of models that exist only by name; the zoo's name says how many.</summary>
internal sealed class SimulatedCatalogue(SimulationOptions options) : ICatalogue
{
    public string[] Select(SweepSpec spec) =>
        [.. Enumerable.Range(0, int.Parse(spec.Zoo, CultureInfo.InvariantCulture)).Select(i => $"model-{i:00000}")];

    /// <inheritdoc/>
    public string Digest(SweepSpec spec) => "made";

    public ProfileIdentity Identify(SweepSpec spec, string model) => new()
    {
        Source = new ModelSource
        {
            Zoo = spec.Zoo,
            Model = model,
            ModelSha256 = $"{spec.Dataset}-{model}",
            Dataset = spec.Dataset,
            CalibrationImages = spec.CalibrationImages,
        },
        DatasetName = spec.Dataset,
        Images = "all",
        ImageCount = options.Images,
        Calibration = "all",
        Input = "none",
        Runtime = "simulated",
    };

    public (ZooFile Zoo, ZooModel Model) OpenModel(ModelSource source) => throw new InvalidOperationException("a simulated device opens no model");

    public DatasetFile OpenDataset(string reference) => throw new InvalidOperationException("a simulated device opens no dataset");
}
