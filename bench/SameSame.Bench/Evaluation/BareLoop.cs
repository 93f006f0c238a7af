using System.Diagnostics;
using SameSame.Evaluation.Measurement;
using SameSame.Evaluation.Sessions;

namespace SameSame.Bench.Evaluation;

/// <summary>The least an evaluation can take: a session in a loop over batches that are ready in memory, and nothing else.</summary>
internal sealed class BareLoop : IDisposable
{
    private readonly List<InputBuffer> _ready = [];
    private readonly int _batch;

    public BareLoop(ImageBatches images, int batch, PixelFeed feed = PixelFeed.Normalized)
    {
        _batch = batch;
        for (var first = 0; first + batch <= images.Count; first += batch)
        {
            var buffer = new InputBuffer(images.Input, batch, feed);
            for (var i = 0; i < batch; i++)
                buffer.Write(i, images.Cache.Pixels(images.Indices[first + i]));
            _ready.Add(buffer);
        }
    }

    /// <summary>Images in all batches.</summary>
    public int Images => _ready.Count * _batch;

    /// <summary>Seconds for all of them.</summary>
    public double Run(OrtModel model) => Run(model, 0, 1);

    /// <summary>Seconds for one batch in <paramref name="parts"/>, beginning with number <paramref name="part"/>.</summary>
    public double Run(OrtModel model, int part, int parts)
    {
        var start = Stopwatch.GetTimestamp();
        for (var n = part; n < _ready.Count; n += parts)
            model.Run(_ready[n], _batch, (_, _, _) => { });
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Images in such a part.</summary>
    public int ImagesOf(int part, int parts) => (_ready.Count - part + parts - 1) / parts * _batch;

    public void Dispose() => _ready.ForEach(b => b.Dispose());
}
