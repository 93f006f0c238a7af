using SameSame.Evaluation.Measurement;
using SameSame.Evaluation.Preprocessing;
using SameSame.Evaluation.Datasets;
using SameSame.Evaluation.Sessions;
using SameSame.Onnx;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;
using SameSame.Testing;

namespace SameSame.Evaluation.Tests.Measurement;

public sealed class AccuracyRunTests : IDisposable
{
    private static readonly InputSpec Nchw = new() { Height = 8, Width = 8 };
    private readonly TemporaryFolder _folder = new();
    private readonly ImageFolderSource _source;

    public AccuracyRunTests() => _source = ImageFolderSource.Open(Pictures.Dataset(_folder, 37, size: 12), _folder["images"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Counts_what_a_loop_over_single_images_counts()
    {
        var model = Classifier(batch: -1);
        using var cache = Cache(Nchw);
        var images = Images(cache, Nchw);
        using var session = Session(model);
        var result = AccuracyRun.Measure(session, images, null, keepLogits: true, null, default);
        var correct = 0;
        images.ForEach(1, default, (i, _, tensor, shape) =>
        {
            var logits = OnnxRunner.Run(model, tensor, shape);
            Assert.True(OnnxRunner.Deviation(logits, result.Logits![(i * 5)..((i + 1) * 5)]) < 1e-5);
            correct += Array.IndexOf(logits, logits.Max()) == images.Labels[i] ? 1 : 0;
        });
        Assert.Equal(100.0 * correct / 37, result.Top1);
        Assert.Equal(100, result.Top5);
    }

    [Fact]
    public void A_model_exported_with_a_batch_of_1_gives_the_same()
    {
        using var cache = Cache(Nchw);
        using var one = Session(Classifier(batch: 1));
        using var any = Session(Classifier(batch: -1));
        Assert.Equal((1, null), (one.FixedBatch, any.FixedBatch));
        var a = AccuracyRun.Measure(one, Images(cache, Nchw), null, keepLogits: true, null, default);
        var b = AccuracyRun.Measure(any, Images(cache, Nchw), a.Logits, keepLogits: false, null, default);
        Assert.Equal(a.Correct.Bytes, b.Correct.Bytes);
        Assert.Equal(100, b.Agreement);
        Assert.True(b.Noise.Decibels > 100);
    }

    [Fact]
    public void An_NHWC_model_sees_the_same_pixels()
    {
        var spec = Nchw with { Layout = "nhwc" };
        using var cache = Cache(spec);
        using var a = Session(Classifier(batch: -1));
        using var b = Session(Nhwc());
        Assert.Equal(AccuracyRun.Measure(a, Images(cache, Nchw), null, true, null, default).Logits, AccuracyRun.Measure(b, Images(cache, spec), null, true, null, default).Logits);
    }

    [Fact]
    public void A_background_class_in_front_shifts_the_labels()
    {
        using var cache = Cache(Nchw);
        using var session = Session(Classifier(batch: -1));
        var plain = Images(cache, Nchw);
        var result = AccuracyRun.Measure(session, plain, null, true, null, default);
        var shifted = AccuracyRun.Measure(session, plain with { Labels = [.. plain.Labels.Select(l => l + 1)] }, null, false, null, default);
        var expected = Enumerable.Range(0, 37).Count(i => Array.IndexOf(result.Logits!, result.Logits![(i * 5)..((i + 1) * 5)].Max(), i * 5) - i * 5 == plain.Labels[i] + 1);
        Assert.Equal(expected, shifted.Correct.SetCount);
    }

    [Fact]
    public void An_output_that_is_not_N_by_classes_is_refused_with_its_shape()
    {
        var g = new GraphBuilder(1);
        using var cache = Cache(Nchw);
        using var session = Session(g.Build(g.Conv(g.Input(-1, 3, 8, 8), 4)));
        var message = Assert.Throws<OnnxFormatException>(() => AccuracyRun.Measure(session, Images(cache, Nchw), null, false, null, default)).Message;
        Assert.Contains("N x classes was expected", message, StringComparison.Ordinal);
        using var few = Session(Classifier(batch: -1));
        var images = Images(cache, Nchw);
        Assert.Contains("class 9 of the dataset", Assert.Throws<OnnxFormatException>(() =>
            AccuracyRun.Measure(few, images with { Labels = [.. images.Labels.Select(_ => 9)] }, null, false, null, default)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Stops_within_one_batch()
    {
        using var cache = Cache(Nchw);
        using var session = Session(Classifier(batch: -1));
        using var stop = new CancellationTokenSource();
        var last = 0;
        Assert.ThrowsAny<OperationCanceledException>(() => AccuracyRun.Measure(session, Images(cache, Nchw), null, false, done =>
        {
            last = done;
            stop.Cancel();
        }, stop.Token));
        Assert.Equal(AccuracyRun.Batch, last);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(37)]
    [InlineData(64)]
    public void The_batch_changes_no_bit(int batch)
    {
        using var cache = Cache(Nchw);
        using var a = Session(Classifier(batch: -1));
        using var b = Session(Classifier(batch: -1));
        var expected = AccuracyRun.Measure(a, Images(cache, Nchw), null, keepLogits: true, null, default);
        var result = AccuracyRun.Measure(b, Images(cache, Nchw), new AccuracyOptions { KeepLogits = int.MaxValue, Batches = BatchSizer.Fixed(batch) }, default);
        Assert.Equal(expected.Logits, result.Logits);
        Assert.Equal((expected.Top1, expected.Top5, batch), (result.Top1, result.Top5, result.Batch));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(20)]
    public void Logits_of_the_first_images_are_kept_and_no_others(int count)
    {
        using var cache = Cache(Nchw);
        using var a = Session(Classifier(batch: -1));
        var all = AccuracyRun.Measure(a, Images(cache, Nchw), null, keepLogits: true, null, default);
        var some = AccuracyRun.Measure(a, Images(cache, Nchw), new AccuracyOptions { KeepLogits = count, Batches = BatchSizer.Fixed(4) }, default);
        Assert.Equal(all.Logits![..(count * all.Logits.Length / 37)], some.Logits);
        Assert.Equal(all.Top1, some.Top1);
    }

    [Fact]
    public void A_size_that_is_still_looked_for_leaves_no_image_out()
    {
        using var cache = Cache(Nchw);
        using var a = Session(Classifier(batch: -1));
        using var b = Session(Classifier(batch: -1));
        var seen = new List<int>();
        var result = AccuracyRun.Measure(a, Images(cache, Nchw), new AccuracyOptions { KeepLogits = int.MaxValue, Batches = new BatchSizer(null, 16), Progress = seen.Add }, default);
        Assert.Equal(AccuracyRun.Measure(b, Images(cache, Nchw), null, keepLogits: true, null, default).Logits, result.Logits);
        Assert.Equal([4, 8], seen.Take(2));
        Assert.Equal(37, seen[^1]);
    }

    [Fact]
    public void A_graph_that_normalizes_by_itself_gives_the_same()
    {
        using var cache = Cache(Nchw);
        using var a = Session(Classifier(batch: -1));
        using var b = Session(InputPrologue.Prepend(Classifier(batch: -1), Nchw));
        Assert.Equal(
            AccuracyRun.Measure(a, Images(cache, Nchw), null, keepLogits: true, null, default).Logits,
            AccuracyRun.Measure(b, Images(cache, Nchw), null, keepLogits: true, null, default).Logits);
    }

    [Fact]
    public void A_batch_that_does_not_fit_is_halved_and_no_image_is_lost()
    {
        using var cache = Cache(Nchw);
        using var hungry = Session(Hungry());
        using var plain = Session(Classifier(batch: -1));
        var sizer = new BatchSizer(2, 2);
        var result = AccuracyRun.Measure(hungry, Images(cache, Nchw), new AccuracyOptions { KeepLogits = int.MaxValue, Batches = sizer }, default);
        Assert.Equal(37, result.Images);
        Assert.Equal(1, result.Batch);
        var expected = AccuracyRun.Measure(plain, Images(cache, Nchw), null, keepLogits: true, null, default).Logits!;
        Assert.True(OnnxRunner.Deviation(expected, result.Logits!) < 1e-5);
    }

    [Fact]
    public void Stops_when_the_interval_is_narrow_enough_wherever_batches_end()
    {
        using var cache = Cache(Nchw);
        using var session = Session(Classifier(batch: -1));
        int[] indices = [.. Enumerable.Range(0, 1000).Select(i => i % 37)];
        var images = new ImageBatches(cache, indices, [.. indices.Select(_source.Label)], Nchw);
        var logits = AccuracyRun.Measure(session, images, null, keepLogits: true, null, default).Logits!;
        var narrow = AccuracyRun.Measure(session, images, new AccuracyOptions { Reference = ReferenceLogits.Of(logits), Confidence = 1.5, Batches = BatchSizer.Fixed(16) }, default);
        var again = AccuracyRun.Measure(session, images, new AccuracyOptions { Reference = ReferenceLogits.Of(logits), Confidence = 1.5, Batches = BatchSizer.Fixed(7) }, default);
        // Without a single disagreement the interval is 2 * 1.96 * sqrt(1 / n) / sqrt(n) = 392 / n points wide, with n = images + 2.
        Assert.Equal(300, narrow.Images);
        Assert.Equal((narrow.Images, narrow.Top1, narrow.Agreeing), (again.Images, again.Top1, again.Agreeing));
        Assert.Equal(narrow.Correct.Bytes, narrow.ReferenceCorrect!.Bytes);
        Assert.Equal(1000, AccuracyRun.Measure(session, images, new AccuracyOptions { Reference = ReferenceLogits.Of(logits), Confidence = 0.1 }, default).Images);
    }

    // Needs 64 bytes times the 42nd power of the batch on the side: next to nothing for one image, for two more than an address space holds, whatever the
    // system promises to processes that ask for too much.
    private static ModelProto Hungry()
    {
        var g = new GraphBuilder(2);
        var x = g.Input(-1, 3, 8, 8);
        var logits = Tail(g, x);
        string Times(string a, string b) => g.Node("Mul", [1], [a, b]);
        var batch = g.Node("Gather", [1], [g.Node("Shape", [4], [x]), g.Constant(0L)], NodeAttributes.Attribute("axis", 0));
        var second = Times(batch, batch);
        var eighth = Times(Times(second, second), Times(second, second));
        var sixteenth = Times(eighth, eighth);
        var size = Times(Times(Times(sixteenth, sixteenth), Times(eighth, second)), g.Constant(16L));
        var wide = g.Node("Expand", [-1], [g.Constant([1], 0f), size]);
        return g.Build(g.Node("Add", [-1, 5], [logits, g.Node("ReduceMax", [1], [wide], NodeAttributes.Attribute("keepdims", 1))]));
    }

    private static ModelProto Classifier(int batch)
    {
        var g = new GraphBuilder(2);
        return g.Build(Tail(g, g.Input(batch, 3, 8, 8)));
    }

    private static ModelProto Nhwc()
    {
        var g = new GraphBuilder(2);
        return g.Build(Tail(g, g.Node("Transpose", [-1, 3, 8, 8], [g.Input(-1, 8, 8, 3)], NodeAttributes.Attribute("perm", 0, 3, 1, 2))));
    }

    private static string Tail(GraphBuilder g, string x)
    {
        var conv = g.Same("Relu", g.Conv(x, 6));
        var pooled = g.Node("GlobalAveragePool", [g.Shape(x)[0], 6, 1, 1], [conv]);
        return g.Gemm(g.Node("Flatten", [g.Shape(x)[0], 6], [pooled], NodeAttributes.Attribute("axis", 1)), 5);
    }

    private static OrtModel Session(ModelProto model) => new(OnnxFile.ToBytes(model), new SessionSettings(1), "m");

    private PixelCache Cache(InputSpec input) => PixelCache.Open(_folder["cache"], _source, "hash", input, 2, false, default);

    private ImageBatches Images(PixelCache cache, InputSpec input) =>
        new(cache, [.. Enumerable.Range(0, 37)], [.. Enumerable.Range(0, 37).Select(_source.Label)], input);
}
