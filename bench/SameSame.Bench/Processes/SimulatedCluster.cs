using System.Globalization;
using Microsoft.Extensions.Logging;
using SameSame.Bench.Simulation;
using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;
using SameSame.Hosting.Local;
using SameSame.Hosting.Silos;
using SameSame.Quantization.Schemes;
using SameSame.Testing;

namespace SameSame.Bench.Processes;

/// <summary>Silo processes with simulated devices on a real store, and a client.</summary>
internal sealed class SimulatedCluster : IAsyncDisposable
{
    public const string AllRoles = "coordinator,equalizer,evaluator";
    private readonly string _config;
    private readonly string _clusterId = $"bench-{Guid.NewGuid():n}";
    private ClusterSession? _session;

    public SimulatedCluster(Workspace folder, Dictionary<string, object> store, SimulationOptions simulation, Dictionary<string, object>? more = null)
    {
        Folder = folder;
        simulation.LogFile = LogFile;
        simulation.ClockFile = folder["clock"];
        var settings = new Dictionary<string, object>(store)
        {
            ["Orleans:ClusterId"] = _clusterId,
            ["Orleans:ServiceId"] = _clusterId,
            ["SameSame:Silo:SiloPort"] = 0,
            ["SameSame:Silo:GatewayPort"] = 0,
            [SimulationOptions.Section] = simulation,
        };
        foreach (var (key, value) in more ?? [])
            settings[key] = value;
        // A store of artifacts that the caller names stands alone.
        if (!settings.Keys.Any(k => k.StartsWith("SameSame:Artifacts:", StringComparison.Ordinal)))
            settings["SameSame:Artifacts:Folder"] = folder["artifacts"];
        _config = StoreSettings.Write(folder["silo.json"], settings);
        if (settings.ContainsKey("SameSame:Database:Script") || settings.ContainsKey("SameSame:Artifacts:Blob"))
            Migration.Run(new SiloOptions { ConfigPath = _config });
    }

    public Workspace Folder { get; }

    public string LogFile => Folder["executions"];

    public List<SiloProcess> Silos { get; } = [];

    public string ClusterId => _clusterId;

    public string Gateways => string.Join(',', Silos.Where(s => !s.Process.HasExited).Select(s => s.Gateway));

    public IGrainFactory Grains => (_session ?? throw new InvalidOperationException("not connected")).Grains;

    /// <summary>Starts silos with these roles and waits until they serve.</summary>
    public async Task StartAsync(params string[] roles)
    {
        // One after the other where it matters who is first; processes start side by side otherwise.
        var started = roles.Select(r => SiloProcess.Simulated(_config, r)).ToList();
        Silos.AddRange(started);
        await Task.WhenAll(started.Select(s => s.ServesAsync())).ConfigureAwait(false);
    }

    /// <summary>Connects a client to the silos that live.</summary>
    public async Task ConnectAsync()
    {
        if (_session is not null)
            await _session.DisposeAsync().ConfigureAwait(false);
        await Until.TrueAsync("a client connects", async () =>
        {
            _session = await ClusterSession.ConnectAsync(Gateways, _clusterId, LogLevel.None, CancellationToken.None).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);
    }

    /// <summary>A spec of that many models, with that many cells each.</summary>
    public static SweepSpec Spec(string name, int models, int cells) => new()
    {
        Name = name,
        Zoo = models.ToString(CultureInfo.InvariantCulture),
        Dataset = name,
        Methods = ["none"],
        Schemes = [.. (from w in Enumerable.Range(2, 15) from a in Enumerable.Range(2, 15) select new QuantizationScheme(new BitWidths(w, a))).Take(cells)],
    };

    public ISweepGrain Sweep(SweepSpec spec) => Grains.GetGrain<ISweepGrain>(spec.Id);

    public async Task<SweepStatus> StatusAsync(SweepSpec spec) => await Sweep(spec).GetStatusAsync().WaitAsync(TimeSpan.FromSeconds(10)).ConfigureAwait(false);

    public Task StartSweepAsync(SweepSpec spec) => Until.TrueAsync("the sweep starts", async () => (await Sweep(spec).StartAsync(spec).ConfigureAwait(false)).Error is null);

    public Task FinishAsync(SweepSpec spec, double seconds = 300) =>
        Until.TrueAsync($"sweep {spec.Name} ends", async () => (await StatusAsync(spec).ConfigureAwait(false)).State == SweepState.Finished, seconds);

    /// <summary>Every cell of a sweep.</summary>
    public async Task<List<CellResult>> CellsAsync(SweepSpec spec)
    {
        var cells = new List<CellResult>();
        for (var m = 0; m < int.Parse(spec.Zoo, CultureInfo.InvariantCulture); m++)
            cells.AddRange(await Sweep(spec).GetCellsAsync(m).ConfigureAwait(false));
        return cells;
    }

    /// <summary>How often each cell was measured to its end.</summary>
    public async Task<Dictionary<string, int>> ExecutionsAsync()
    {
        var lines = new List<string>();
        foreach (var file in Directory.GetFiles(Folder.Root, Path.GetFileName(LogFile) + ".*"))
        {
            using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            lines.AddRange((await reader.ReadToEndAsync().ConfigureAwait(false)).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }

        return lines.CountBy(k => k).ToDictionary(k => k.Key, k => k.Value);
    }

    public async ValueTask DisposeAsync()
    {
        if (_session is not null)
            await _session.DisposeAsync().ConfigureAwait(false);
        Silos.ForEach(s => s.Dispose());
    }
}
