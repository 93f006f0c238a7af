using SameSame.Evaluation.Sessions;

namespace SameSame.Evaluation.Measurement;

/// <summary>
/// Fills one of two input buffers while the device works on the other, on one thread of its own: after the first batch the device waits for pixels only where
/// they cannot be had any faster. Nothing is allocated a batch.
/// </summary>
internal sealed class BatchPipeline : IDisposable
{
    private readonly ImageBatches _images;
    private readonly InputBuffer[] _buffers;
    private readonly SemaphoreSlim _asked = new(0), _filled = new(0);
    private readonly Thread _thread;
    private (int First, int Count) _job;
    private Exception? _fault;
    private int _next;
    private volatile bool _ended;

    /// <summary>Starts the thread.</summary>
    /// <param name="images">What the buffers are filled with.</param>
    /// <param name="capacity">The greatest batch.</param>
    /// <param name="feed">In which form the graph takes them.</param>
    public BatchPipeline(ImageBatches images, int capacity, PixelFeed feed)
    {
        _images = images;
        _buffers = [new InputBuffer(images.Input, capacity, feed), new InputBuffer(images.Input, capacity, feed)];
        _thread = new Thread(Fill) { IsBackground = true, Name = "batches" };
        _thread.Start();
    }

    /// <summary>Asks for a batch; one at a time.</summary>
    public void Ask(int first, int count)
    {
        _job = (first, count);
        _asked.Release();
    }

    /// <summary>Waits for the batch that was asked for. It stays as it is until the one after the next is asked for.</summary>
    public InputBuffer Take()
    {
        _filled.Wait();
        if (_fault is not null)
            throw new InvalidOperationException("a batch could not be read", _fault);
        var buffer = _buffers[_next];
        _next = 1 - _next;
        return buffer;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ended = true;
        _asked.Release();
        _thread.Join();
        foreach (var buffer in _buffers)
            buffer.Dispose();
        _asked.Dispose();
        _filled.Dispose();
    }

    private void Fill()
    {
        for (var turn = 0; ; turn = 1 - turn)
        {
            _asked.Wait();
            if (_ended)
                return;
            try
            {
                for (var i = 0; i < _job.Count; i++)
                    _buffers[turn].Write(i, _images.Cache.Pixels(_images.Indices[_job.First + i]));
            }
            catch (Exception e)
            {
                _fault = e;
            }

            _filled.Release();
        }
    }
}
