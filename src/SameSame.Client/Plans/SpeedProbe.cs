using System.Diagnostics;
using SameSame.Client.Zoo;
using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Sessions;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;

namespace SameSame.Client.Plans;

/// <summary>Runs FP32 networks for a moment on blank images, where no earlier result says how fast they are.</summary>
/// <param name="threads">Threads of a CPU slot.</param>
/// <param name="limit">How long all of them together may take.</param>
internal sealed class SpeedProbe(int threads, TimeSpan limit)
{
    private static readonly TimeSpan Each = TimeSpan.FromSeconds(0.5);
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    /// <summary>The speed of a model on one CPU slot; null where the time is over.</summary>
    /// <exception cref="Onnx.OnnxFormatException">It does not run.</exception>
    public MeasuredSpeed? Run(string path, ZooModel model)
    {
        if (_watch.Elapsed > limit)
            return null;
        using var session = new OrtModel(OnnxFile.ToBytes(MeasuredForm.Of(OnnxFile.Load(path))), new SessionSettings(threads),
            model.Name);
        return new MeasuredSpeed(BlankRun.ImagesPerSecond(session, model.Input, Each), 0);
    }
}
