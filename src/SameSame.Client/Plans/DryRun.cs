using System.CommandLine;
using Microsoft.Extensions.Options;
using SameSame.Client.Commands;
using SameSame.Client.Sweeps;
using SameSame.Contracts.Sweeps;
using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Datasets;
using SameSame.Evaluation.Sessions;
using SameSame.Grains.Catalogues;
using SameSame.Hosting.Access;
using SameSame.Hosting.Silos;
using SameSame.Quantization.Schemes;

namespace SameSame.Client.Plans;

/// <summary><c>sweep run --dry-run</c>: what a sweep would measure, and what it takes. Nothing is started.</summary>
internal sealed class DryRun(ClientConsole console, SessionOptions session, ParseResult parsed)
{
    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(30);

    /// <summary>Says it.</summary>
    public Task<int> RunAsync(SweepSpec spec, CancellationToken cancellation)
    {
        if (session.IsRemote(parsed))
            return session.RunAsync(parsed, startWork: false, (cluster, _, stop) => RemoteAsync(spec, cluster, stop),
                cancellation);
        var settings = DeviceSettings.Of(SiloSettings.Read(null));
        var slots = settings.Detect().Slots;
        var gpu = slots.Any(s => s.Kind == "gpu");
        if (spec.Device == "gpu" && !gpu)
            throw new SpecException($"device gpu: {GpuProbe.Look(settings.GpuProvider).Problem}");
        var local = spec with { Device = spec.Device == "auto" ? (gpu ? "gpu" : "cpu") : spec.Device };
        var count = slots.Count(s => s.Kind == local.Device);
        // A folder without a store has no results, and is not made for the question.
        return File.Exists(Path.Combine(Data, "samesame.db"))
            ? session.RunAsync(parsed, startWork: false, (cluster, _, stop) =>
                LocalAsync(local, cluster.Grains, settings, count, stop), cancellation)
            : LocalAsync(local, null, settings, count, cancellation);
    }

    private string Data => parsed.GetValue(session.Data)!;

    private async Task<int> LocalAsync(SweepSpec spec, IGrainFactory? grains, DeviceSettings settings, int slots,
        CancellationToken cancellation)
    {
        var cache = Path.Combine(Data, "cache");
        var options = new CatalogueOptions { AllowPaths = true, GpuProvider = settings.GpuProvider, CacheFolder = cache };
        var catalogue = new FileCatalogue(Options.Create(options));
        var names = catalogue.Select(spec);
        spec = spec with { Contents = catalogue.Digest(spec) };
        var dataset = DatasetFile.Read(spec.Dataset);
        var all = ImageSources.Open(dataset, dataset.Evaluation).Count;
        var images = Math.Min(spec.Images ?? all, all);
        var results = new EarlierResults(grains, spec.Device == "gpu" ? settings.GpuProvider : OrtModel.CpuProvider);
        var probe = spec.Device == "cpu" ? new SpeedProbe(settings.CpuThreads, ProbeLimit) : null;
        var planner = new SweepPlanner(catalogue, results, probe);
        var models = new List<ModelPlan>();
        foreach (var name in names)
            models.Add(await planner.PlanAsync(spec, name, images, grains is not null, cancellation).ConfigureAwait(false));

        Head(spec);
        var left = models.Count(m => !m.Opened);
        Line("models", $"{names.Length}: {string.Join(", ", names)}"
            + (left > 0 ? $"; the last {left} were not opened, 'samesame zoo check' opens all" : ""));
        Schemes(spec);
        var (cells, reused, failing) = (models.Sum(m => m.Cells), models.Sum(m => m.Reused),
            models.Where(m => m.Problem is not null).ToList());
        Line("cells", $"{cells} = {names.Length} models x {spec.Schemes.Length} schemes x {spec.Methods.Length} methods: "
            + $"{reused} would be reused, {models.Sum(m => m.New)} measured"
            + (failing.Count > 0 ? $", {failing.Sum(m => m.Cells)} would fail" : "")
            + (spec.Force ? "; --force reuses nothing" : ""));
        foreach (var model in models.Where(m => m.Reused > 0 && m.New > 0))
            Line("", $"{model.Model}: {model.Reused} of {model.Cells} would be reused");
        foreach (var model in failing)
            Line("", $"{model.Model}: its {model.Cells} cells would fail: {model.Problem}");
        Line("images", $"{images} of {all}{(spec.Confidence is null ? " a cell" : " a cell at most")}, "
            + $"{spec.CalibrationImages} or as many as there are for calibration");
        Line("time", TimeEstimate.Of(spec, models, images, slots));
        Line("disk", DiskEstimate.Of(spec, models, Data));
        if (grains is not null)
            await StandsAsync(spec, grains, cancellation).ConfigureAwait(false);
        return failing.Count == 0 ? ExitCodes.Done : ExitCodes.SomeFailed;
    }

    private async Task<int> RemoteAsync(SweepSpec spec, Hosting.Local.ClusterSession cluster, CancellationToken cancellation)
    {
        spec = await SpecResolution.ResolveAsync(spec, cluster.Grains, cancellation).ConfigureAwait(false);
        var status = await Patience.CallAsync(() => cluster.Grains.GetGrain<IClusterGrain>(IClusterGrain.Key).GetStatusAsync(),
            cancellation).ConfigureAwait(false);
        var devices = status.Silos.Sum(s => s.Devices.Count(d => d.StartsWith(spec.Device, StringComparison.Ordinal)));
        Head(spec);
        Line("models", $"those of the cluster's zoo '{spec.Zoo}' that match '{spec.Models}'");
        Schemes(spec);
        Line("cells", $"{spec.Schemes.Length * spec.Methods.Length} a model");
        Line("devices", $"{devices} of kind {spec.Device} in the cluster");
        Line("unknown", "how many models, images and reused cells there are, time and disk: models, images and their hashes "
            + "are the silos'");
        await StandsAsync(spec, cluster.Grains, cancellation).ConfigureAwait(false);
        return ExitCodes.Done;
    }

    private async Task StandsAsync(SweepSpec spec, IGrainFactory grains, CancellationToken cancellation)
    {
        var status = await Patience.CallAsync(grains.GetGrain<ISweepGrain>(spec.Id).GetStatusAsync, cancellation)
            .ConfigureAwait(false);
        if (status is { Error: null, Ended: false })
            Line("stands", $"{status.State.ToString().ToLowerInvariant()}, {status.Cells.Done} of {status.Cells.Total} cells "
                + $"are through; 'sweep run' goes on with them");
    }

    private void Head(SweepSpec spec) => console.Output.WriteLine($"sweep {spec.Id} on {spec.Device}: nothing is started");

    private void Schemes(SweepSpec spec)
    {
        var schemes = spec.Schemes.Select(s => $"{s.Bits} {s.Granularity.Name()} {s.Calibrator} {s.BiasTreatment}");
        Line("schemes", $"{spec.Schemes.Length}: {string.Join(", ", schemes)}");
        Line("methods", string.Join(", ", spec.Methods));
    }

    private void Line(string subject, string text) => console.Output.WriteLine($"{subject,-8} {text}");
}
