using System.Diagnostics;
using SameSame.Evaluation.Measurement;
using SameSame.Evaluation.Sessions;

namespace SameSame.Bench.Evaluation;

/// <summary>The least an evaluation can take: a session in a loop over batches that are ready in memory, and nothing else.</summary>
internal sealed class BareLoop : IDisposable
{
    private readonly List<InputBuffer> _ready = [];
    private readonly int _batch;

    public BareLoop(ImageBatches images, int batch)
    {
        _batch = batch;
        for (var first = 0; first + batch <= images.Count; first += batch)
        {
            var buffer = new InputBuffer(images.Input, batch, raw: false);
            for (var i = 0; i < batch; i++)
                buffer.Write(i, images.Cache.Pixels(images.Indices[first + i]));
            _ready.Add(buffer);
        }
    }

    /// <summary>Images in all batches.</summary>
    public int Images => _ready.Count * _batch;

    /// <summary>Seconds for all of them.</summary>
    public double Run(OrtModel model)
    {
        var start = Stopwatch.GetTimestamp();
        foreach (var buffer in _ready)
            model.Run(buffer, _batch, (_, _, _) => { });
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public void Dispose() => _ready.ForEach(b => b.Dispose());
}
