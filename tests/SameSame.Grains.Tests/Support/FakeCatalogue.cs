using SameSame.Contracts.Sweeps;
using SameSame.Contracts.Work;
using SameSame.Evaluation.Configuration;
using SameSame.Grains.Catalogues;

namespace SameSame.Grains.Tests.Support;

/// <summary>A zoo of models <c>m0, m1, ...</c> that exist only by name; the spec's zoo says how many.</summary>
internal sealed class FakeCatalogue : ICatalogue
{
    public string[] Select(SweepSpec spec) =>
        spec.Zoo == "none" ? throw new SpecException("zoo.yaml: no such file") : [.. Enumerable.Range(0, int.Parse(spec.Zoo)).Select(i => $"m{i}")];

    /// <inheritdoc/>
    public string Digest(SweepSpec spec) => "made";

    public ProfileIdentity Identify(SweepSpec spec, string model) => new()
    {
        Source = new ModelSource
        {
            Zoo = spec.Zoo,
            Model = model,
            ModelSha256 = $"sha-{spec.Dataset}-{model}",
            Dataset = spec.Dataset,
            Images = spec.Images,
            CalibrationImages = spec.CalibrationImages,
        },
        DatasetName = spec.Dataset,
        Images = "images",
        ImageCount = FakeDevice.Images,
        Calibration = "calibration",
        Input = "input",
        Runtime = "runtime",
        Gate = model == "m1" && spec.Dataset.StartsWith("gated", StringComparison.Ordinal) ? new BaselineGate(90, 0.5, AllImages: true) : null,
    };

    public (ZooFile Zoo, ZooModel Model) OpenModel(ModelSource source) => throw new InvalidOperationException("no test device opens models");

    public DatasetFile OpenDataset(string reference) => throw new InvalidOperationException("no test device opens datasets");
}
