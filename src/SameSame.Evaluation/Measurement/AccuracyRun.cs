using System.Diagnostics;
using SameSame.Evaluation.Sessions;
using SameSame.Onnx;
using SameSame.Quantization.Metrics;

namespace SameSame.Evaluation.Measurement;

/// <summary>Runs a network over images and counts.</summary>
public sealed class AccuracyRun
{
    /// <summary>Images in one call of the session where the graph takes any number and nobody says otherwise.</summary>
    public const int Batch = 16;

    private readonly OrtModel _model;
    private readonly ImageBatches _images;
    private readonly AccuracyOptions _options;
    private readonly StoppingRule? _rule;
    private readonly ImageBitset _correct, _expected;
    private readonly OutputConsumer _consume;
    private SignalToNoise _noise;
    private int _first, _count, _done, _top5, _agreeing, _classes;
    private float[]? _logits;
    private bool _enough;

    private AccuracyRun(OrtModel model, ImageBatches images, AccuracyOptions options)
    {
        (_model, _images, _options, _consume) = (model, images, options, Consume);
        (_correct, _expected) = (new ImageBitset(images.Count), new ImageBitset(images.Count));
        _rule = options.Confidence is { } points ? new StoppingRule(points) : null;
    }

    /// <summary>Measures <paramref name="model"/>.</summary>
    /// <param name="model">An open session whose first output is N x classes.</param>
    /// <param name="images">The images.</param>
    /// <param name="reference">FP32 logits of the same images, or null.</param>
    /// <param name="keepLogits">Whether the result carries all logits.</param>
    /// <param name="progress">Called with the number of images done.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="OnnxFormatException">The output is not N x classes, or has fewer classes than the labels.</exception>
    public static AccuracyResult Measure(
        OrtModel model, ImageBatches images, float[]? reference, bool keepLogits, Action<int>? progress, CancellationToken cancellation) =>
        Measure(model, images, new AccuracyOptions { Reference = reference is null ? null : ReferenceLogits.Of(reference), KeepLogits = keepLogits ? int.MaxValue : 0, Progress = progress }, cancellation);

    /// <summary>Measures <paramref name="model"/>.</summary>
    /// <param name="model">An open session whose first output is N x classes.</param>
    /// <param name="images">The images.</param>
    /// <param name="options">What to compare, keep and report.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="OnnxFormatException">The output is not N x classes, or has fewer classes than the labels.</exception>
    /// <exception cref="OutOfDeviceMemoryException">A single image does not fit.</exception>
    public static AccuracyResult Measure(OrtModel model, ImageBatches images, AccuracyOptions options, CancellationToken cancellation) =>
        new AccuracyRun(model, images, options).Run(cancellation);

    /// <summary>Number of classes of an output that is N x classes, also as [N, classes, 1, 1].</summary>
    /// <param name="dims">The output's shape.</param>
    /// <param name="batch">N.</param>
    /// <param name="length">Values in the output.</param>
    /// <exception cref="OnnxFormatException">It is no such output.</exception>
    public static int ClassesOf(long[] dims, long batch, int length)
    {
        if (dims.Length < 2 || dims[0] != batch || dims.Skip(2).Any(d => d != 1) || dims[1] < 2 || dims[1] * batch != length)
            throw new OnnxFormatException($"the model's output has shape [{string.Join(',', dims)}]: N x classes was expected");
        return (int)dims[1];
    }

    private AccuracyResult Run(CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var sizer = _model.FixedBatch is { } size ? BatchSizer.Fixed(size) : _options.Batches ?? BatchSizer.Fixed(Batch);
        using (var pipeline = new BatchPipeline(_images, sizer.Limit, _model.Feed))
        {
            pipeline.Ask(0, Math.Min(sizer.Next, _images.Count));
            while (_done < _images.Count && !_enough)
            {
                cancellation.ThrowIfCancellationRequested();
                var buffer = pipeline.Take();
                (_first, _count) = (_done, Math.Min(sizer.Next, _images.Count - _done));
                // What the sizer will say after this batch is not known yet; while it is still looking, the next one is read when it is.
                var ahead = sizer.Chosen is not null && _first + _count < _images.Count;
                if (ahead)
                    pipeline.Ask(_first + _count, Math.Min(sizer.Next, _images.Count - _first - _count));
                var asked = ahead;
                if (!TryRun(buffer, sizer))
                {
                    if (ahead)
                        pipeline.Take();
                    asked = false;
                }

                if (!asked && _done < _images.Count && !_enough)
                    pipeline.Ask(_done, Math.Min(sizer.Next, _images.Count - _done));
                _options.Progress?.Invoke(_done);
            }
        }

        return new AccuracyResult(_correct.First(_done), _top5, _agreeing, _noise, _logits, _classes, watch.Elapsed.TotalSeconds)
        {
            ReferenceCorrect = _options.Reference is null ? null : _expected.First(_done),
            Batch = sizer.Next,
            Census = _model.Census,
        };
    }

    // False where the batch did not fit: a smaller one starts at the same image.
    private bool TryRun(InputBuffer buffer, BatchSizer sizer)
    {
        try
        {
            var start = Stopwatch.GetTimestamp();
            // A graph with a fixed batch always gets a full one; rows beyond the last image are left over from before and not read.
            _model.Run(buffer, _model.FixedBatch ?? _count, _consume);
            if (_count == sizer.Next)
                sizer.Learn(Stopwatch.GetElapsedTime(start));
            return true;
        }
        catch (OutOfDeviceMemoryException) when (_done == _first && _model.FixedBatch is null && sizer.Shrink())
        {
            return false;
        }
    }

    private void Consume(int output, long[] dims, ReadOnlySpan<float> values)
    {
        _classes = ClassesOf(dims, _model.FixedBatch ?? _count, values.Length);
        var kept = Math.Min(_options.KeepLogits, _images.Count);
        if (_first < kept)
            values[..(Math.Min(_count, kept - _first) * _classes)].CopyTo((_logits ??= new float[kept * _classes]).AsSpan(_first * _classes));
        for (var i = 0; i < _count && !_enough; i++)
            Count(_first + i, values.Slice(i * _classes, _classes));
    }

    private void Count(int image, ReadOnlySpan<float> row)
    {
        var label = _images.Labels[image];
        if (label >= _classes)
            throw new OnnxFormatException($"class {label} of the dataset is not among the model's {_classes} outputs; check labels.offset");
        var top = TopK.ArgMax(row);
        _correct[image] = top == label;
        _top5 += TopK.Contains(row, label, 5) ? 1 : 0;
        _done = image + 1;
        if (_options.Reference is null)
            return;
        var expected = _options.Reference.Row(image, _classes);
        var reference = TopK.ArgMax(expected);
        _expected[image] = reference == label;
        _agreeing += reference == top ? 1 : 0;
        _noise = _noise.Add(expected, row);
        _enough = _rule?.Add(_expected[image], _correct[image]) ?? false;
    }
}
