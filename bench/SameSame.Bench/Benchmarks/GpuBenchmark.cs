using System.Diagnostics;
using System.Text.Json;
using SameSame.Bench.Evaluation;
using SameSame.Bench.Processes;
using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Measurement;
using SameSame.Evaluation.Sessions;
using SameSame.Quantization.Metrics;

namespace SameSame.Bench.Benchmarks;

/// <summary>
/// What a GPU does with MobileNetV2 in FP32 and as QDQ graphs: which provider ran which operators, images a second of an evaluator against the bare loop, how far
/// logits and top-1 are from the CPU's, two evaluators beside each other, and memory that does not suffice.
/// </summary>
internal static class GpuBenchmark
{
    private const int Batch = 64, Turns = 5;
    private const long Tight = 192L << 20;
    private static readonly string[] Schemes = ["fp32", "8/8", "6/6", "4/8", "8/16", "16/16"];

    public static Task<string> RunAsync(string[] args, CancellationToken cancellation)
    {
        if (GpuProbe.Look(Accelerator.Cuda).Problem is { } problem)
            throw new SpecException($"gpu: {problem}");
        using var folder = new Workspace();
        using var network = new RealNetwork(args.ElementAtOrDefault(0) ?? "mobilenet_v2", folder["cache"]);
        var count = network.Images.Count / Batch * Batch;
        var images = network.Images with { Indices = network.Images.Indices[..count], Labels = network.Images.Labels[..count] };
        using var bare = new BareLoop(images, Batch, PixelFeed.Packed);
        var cases = new List<object>();
        foreach (var bits in Schemes)
        {
            cancellation.ThrowIfCancellationRequested();
            var plain = bits == "fp32" ? network.Float : network.Quantized(bits);
            cases.Add(new Comparison(bits, plain, network.On(plain, new SessionSettings(1, Accelerator: new Accelerator(Accelerator.Cuda, 0))), images, bare, cancellation).Run());
            Console.Error.WriteLine(JsonSerializer.Serialize(cases[^1]));
        }

        return Task.FromResult(JsonSerializer.Serialize(new { name = "gpu", device = CudaDriver.Devices[0], runtime = OrtModel.RuntimeVersion, images = count, batch = Batch, cases }));
    }

    private sealed record Comparison(string Bits, byte[] Plain, byte[] Packed, ImageBatches Images, BareLoop Bare, CancellationToken Cancellation)
    {
        private static readonly Accelerator Default = new(Accelerator.Cuda, 0);

        public object Run()
        {
            using var host = new OrtModel(Plain, new SessionSettings(Environment.ProcessorCount), Bits);
            var cpu = Measure(host);
            var start = Stopwatch.GetTimestamp();
            using var session = Open(Default);
            var gpu = Measure(session);
            var first = Stopwatch.GetElapsedTime(start).TotalSeconds;
            Console.Error.WriteLine($"{Bits}: {JsonSerializer.Serialize(gpu.Census!.Operators)} {gpu.Seconds} s {JsonSerializer.Serialize(Difference(cpu.Logits!, gpu))}");
            using var second = Open(Default);
            var (bare, ours) = Alternate(session);
            var together = Together(session, second);
            return new
            {
                bits = Bits,
                nodes = gpu.Census.Operators,
                integerNodes = gpu.Census.IntegerNodes,
                floatLayers = gpu.Census.FloatLayers.Count,
                secondsOfFirst = Math.Round(first, 2),
                imagesPerSecond = Rate(ours.Min()),
                bareImagesPerSecond = Rate(bare.Min()),
                ratio = Ratios.Of(bare.Zip(ours, (b, o) => b / o)),
                cpuImagesPerSecond = Rate(cpu.Seconds),
                top1 = new { cpu = cpu.Correct.SetCount, gpu = gpu.Correct.SetCount },
                againstCpu = Difference(cpu.Logits!, gpu),
                sameAgain = Measure(second).Logits!.AsSpan().SequenceEqual(gpu.Logits),
                twoTogether = Rate(together / 2),
                tensorFloat32 = Variant(Default with { TensorFloat32 = true }, cpu),
                exhaustive = Variant(Default with { ConvolutionSearch = "EXHAUSTIVE" }, cpu),
                tight = Scarce(gpu.Logits!),
            };
        }

        private OrtModel Open(Accelerator accelerator) => new(Packed, new SessionSettings(1, Accelerator: accelerator, CountNodes: true), Bits);

        private AccuracyResult Measure(OrtModel session, BatchSizer? sizer = null) =>
            AccuracyRun.Measure(session, Images, new AccuracyOptions { KeepLogits = int.MaxValue, Batches = sizer ?? BatchSizer.Fixed(Batch) }, Cancellation);

        private double Rate(double seconds) => Math.Round(Images.Count / seconds, 0);

        // The two sides take turns, and turns at being first.
        private (List<double> Bare, List<double> Ours) Alternate(OrtModel session)
        {
            var (bare, ours) = (new List<double>(), new List<double>());
            Bare.Run(session);
            for (var turn = 0; turn < Turns; turn++)
            {
                if (turn % 2 == 0)
                    bare.Add(Bare.Run(session));
                ours.Add(Measure(session).Seconds);
                if (turn % 2 != 0)
                    bare.Add(Bare.Run(session));
            }

            return (bare, ours);
        }

        private double Together(OrtModel one, OrtModel other)
        {
            Measure(other);
            var start = Stopwatch.GetTimestamp();
            var threads = new[] { one, other }.Select(s => new Thread(() => Measure(s))).ToList();
            threads.ForEach(t => t.Start());
            threads.ForEach(t => t.Join());
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        private object Variant(Accelerator accelerator, AccuracyResult cpu)
        {
            var start = Stopwatch.GetTimestamp();
            using var session = Open(accelerator);
            var result = Measure(session);
            var first = Stopwatch.GetElapsedTime(start).TotalSeconds;
            var (bare, _) = Alternate(session);
            using var another = Open(accelerator);
            return new
            {
                secondsOfFirst = Math.Round(first, 2), bareImagesPerSecond = Rate(bare.Min()), againstCpu = Difference(cpu.Logits!, result),
                sameAgain = Measure(another).Logits!.AsSpan().SequenceEqual(result.Logits),
            };
        }

        // An arena that no batch of 256 fits in: the answer is a smaller one, and the same figures.
        private object Scarce(float[] logits)
        {
            using var session = Open(Default with { MemoryLimit = Tight });
            try
            {
                var result = Measure(session, new BatchSizer(256, 256));
                return new { limitMegabytes = Tight >> 20, batch = result.Batch, decibels = Decibels(logits, result.Logits!) };
            }
            catch (Exception e) when (e is OutOfDeviceMemoryException or Onnx.OnnxFormatException)
            {
                return new { limitMegabytes = Tight >> 20, error = $"{e.GetType().Name}: {e.Message} {e.InnerException?.Message}" };
            }
        }

        private static object Difference(float[] expected, AccuracyResult result)
        {
            var classes = result.Classes;
            var agreeing = Enumerable.Range(0, expected.Length / classes).Count(i =>
                TopK.ArgMax(expected.AsSpan(i * classes, classes)) == TopK.ArgMax(result.Logits.AsSpan(i * classes, classes)));
            return new { agreeing, images = expected.Length / classes, decibels = Decibels(expected, result.Logits!), greatest = expected.Zip(result.Logits!, (a, b) => Math.Abs(a - b)).Max() };
        }

        private static double Decibels(float[] expected, float[] measured)
        {
            var (signal, noise) = (expected.Sum(v => (double)v * v), expected.Zip(measured, (a, b) => ((double)a - b) * ((double)a - b)).Sum());
            return noise == 0 ? double.MaxValue : Math.Round(10 * Math.Log10(signal / noise), 1);
        }
    }
}
