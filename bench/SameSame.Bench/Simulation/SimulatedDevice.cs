using System.Text;
using SameSame.Contracts.Results;
using SameSame.Contracts.Work;
using SameSame.Grains.Artifacts;
using SameSame.Grains.Equalization;
using SameSame.Grains.Evaluators;
using SameSame.Quantization.Equalization;

namespace SameSame.Bench.Simulation;

/// <summary>A device that takes a fixed time for a cell and measures nothing.</summary>
internal sealed class SimulatedDevice(SimulationOptions options, IArtifactStore artifacts) : IWorkExecutor, IProblemSource
{
    private static readonly TimeSpan Batch = TimeSpan.FromMilliseconds(100);
    private readonly FileStream? _log = options.LogFile is { } file ? new FileStream($"{file}.{Environment.ProcessId}", FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0) : null;

    public async Task<WorkOutcome> ExecuteAsync(WorkItem item, DeviceDescription device, Action<int, int> progress, CancellationToken cancellation)
    {
        if (item.Kind != WorkKind.Cell)
        {
            // Written per model, so that a full disk is met at any time.
            var artifact = await artifacts.PutAsync(Encoding.UTF8.GetBytes($"{item.Source.ModelSha256} {item.Kind}"), cancellation).ConfigureAwait(false);
            return item.Kind == WorkKind.Baseline
                ? new WorkOutcome { Baseline = new BaselineOutcome { Images = options.Images, Correct = new byte[(options.Images + 7) / 8], Parts = [new LogitsPart(new ImageRange(0, options.Images, options.Images), artifact)] } }
                : new WorkOutcome { Calibration = new CalibrationOutcome { Statistics = artifact, DriftLogits = artifact } };
        }

        // Cancellation is noticed between batches of images, as a real device does.
        for (var left = TimeSpan.FromMilliseconds(options.CellMilliseconds); left > TimeSpan.Zero; left -= Batch)
        {
            await Task.Delay(left < Batch ? left : Batch, CancellationToken.None).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
        }

        progress(options.Images, options.Images);
        Log(item.Key);
        return new WorkOutcome
        {
            Cell = new CellMeasurement
            {
                Key = item.Key,
                Images = options.Images,
                Correct = new byte[(options.Images + 7) / 8],
                Top1 = 70,
                Device = device.Id,
                Provider = "simulated",
                OnnxRuntime = "0",
                Environment = "simulated",
                Run = item.Cell!.Run,
                Forced = item.Cell.Force,
            },
        };
    }

    public Task<EqualizationProblem> BuildAsync(ModelSource source, string statisticsArtifact, CancellationToken cancellation) =>
        Task.FromResult(new EqualizationProblem(1, [], []));

    // One unbuffered write a line, in a file of this process: what was written before a kill -9 is there.
    private void Log(string key)
    {
        if (_log is null)
            return;
        var line = Encoding.ASCII.GetBytes($"{key}\n");
        lock (_log)
            _log.Write(line);
    }
}
