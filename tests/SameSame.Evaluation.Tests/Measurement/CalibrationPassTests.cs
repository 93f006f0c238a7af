using SameSame.Evaluation.Measurement;
using SameSame.Evaluation.Preprocessing;
using SameSame.Evaluation.Sessions;
using SameSame.Onnx.Graph;
using SameSame.Onnx.Qdq;
using SameSame.Quantization.Statistics;
using SameSame.Testing;

namespace SameSame.Evaluation.Tests.Measurement;

public class CalibrationPassTests
{
    [Fact]
    public void Statistics_and_tap_means_are_those_of_plain_loops_over_what_ONNX_Runtime_computes()
    {
        using var zoo = new SampleZoo(Places.Fashion);
        foreach (var entry in zoo.Zoo.Models)
        {
            var network = zoo.Load(entry);
            var plan = QuantizationPlan.Of(network.Folded, entry.Name);
            var images = zoo.Calibration(entry, 6);
            var statistics = CalibrationPass.Run(network, plan, images, Kept.Histograms, new SessionSettings(1), null, default);
            Assert.Equal(6, statistics.Images);

            var layers = LinearLayer.All(network.Folded).Where(l => l.Input != plan.Input && statistics.TapMeans.ContainsKey(l.Output)).ToList();
            var tensors = plan.MeasuredTensors.Concat(layers.Select(l => l.Input)).Distinct().ToList();
            var seen = tensors.ToDictionary(t => t, _ => new List<float[]>());
            var dims = new Dictionary<string, long[]>();
            images.ForEach(1, default, (_, _, tensor, shape) =>
            {
                foreach (var (name, value) in OnnxRunner.RunAll(network.Folded.Model, tensors, tensor, shape).Where(v => seen.ContainsKey(v.Key)))
                {
                    seen[name].Add(value.Values);
                    dims[name] = value.Dims;
                }
            });

            foreach (var tensor in plan.MeasuredTensors)
            {
                var s = statistics.Tensors[tensor];
                var positions = seen[tensor][0].Length / s.Channels;
                for (var c = 0; c < s.Channels; c++)
                {
                    double[] all = [.. seen[tensor].SelectMany(i => i.Skip(c * positions).Take(positions)).Select(v => (double)v)];
                    Assert.Equal(all.Max(), s.Max[c], 1e-4 * (1 + Math.Abs(all.Max())));
                    Assert.Equal(all.Average(), s.Mean[c], 1e-4 * (1 + Math.Abs(all.Average())));
                }
            }
        }
    }

    [Fact]
    public void Tap_means_predict_the_mean_output_of_every_layer()
    {
        // The mean of a linear function is the function of the mean: b + sum W E[x] must be the layer's mean output, padding and stride included.
        using var zoo = new SampleZoo(Places.Fashion);
        foreach (var entry in zoo.Zoo.Models)
        {
            var network = zoo.Load(entry);
            var plan = QuantizationPlan.Of(network.Folded, entry.Name);
            var images = zoo.Calibration(entry, 8);
            var statistics = CalibrationPass.Run(network, plan, images, Kept.Histograms, new SessionSettings(1), null, default);
            var layers = LinearLayer.All(network.Folded);
            Assert.Equal(layers.Count, layers.Count(l => statistics.TapMeans.ContainsKey(l.Output)));
            var sums = layers.ToDictionary(l => l.Output, l => new double[l.Outputs]);
            images.ForEach(1, default, (_, _, tensor, shape) =>
            {
                foreach (var (name, (dims, values)) in OnnxRunner.RunAll(network.Folded.Model, sums.Keys, tensor, shape))
                {
                    if (!sums.TryGetValue(name, out var sum))
                        continue;
                    var positions = values.Length / sum.Length;
                    for (var i = 0; i < values.Length; i++)
                        sum[i / positions] += values[i] / (double)positions / images.Count;
                }
            });

            foreach (var layer in layers)
            {
                var (weights, bias, means) = (layer.ReadWeights(network.Folded), layer.ReadBias(network.Folded), statistics.TapMeans[layer.Output]);
                var row = layer.InputsPerGroup * layer.Taps;
                for (var o = 0; o < layer.Outputs; o++)
                {
                    var predicted = bias[o] + Enumerable.Range(0, row).Sum(i => weights[o * row + i] * means[o / (layer.Outputs / layer.Groups) * row + i]);
                    Assert.Equal(sums[layer.Output][o], predicted, 1e-3 * (1 + Math.Abs(predicted)));
                }
            }
        }
    }

    /// <summary>Two tensors after one another on the axis of images: the second has the greater values.</summary>
    [Fact]
    public void Every_row_of_a_tensor_counts_where_its_rows_are_not_the_images()
    {
        var g = new GraphBuilder(7);
        var x = g.Same("Relu", g.Conv(g.Input(-1, 3, 8, 8), 4));
        var joined = g.Node("Concat", [-1, 4, 8, 8], [x, g.Node("Mul", [-1, 4, 8, 8], [x, g.Constant([], 5)])], NodeAttributes.Attribute("axis", 0));
        var most = g.Node("ReduceMax", [1, 4, 8, 8], [g.Conv(joined, 4)], NodeAttributes.Attribute("axes", [0]));
        var network = Network.Prepare(g.Build(g.Gemm(g.Node("Flatten", [1, 256], [most], NodeAttributes.Attribute("axis", 1)), 5)), "m");
        var plan = QuantizationPlan.Of(network.Folded, "m");
        Assert.Contains(joined, plan.MeasuredTensors);

        using var cache = new TemporaryFolder();
        var images = MadeImages.Batches(cache, new InputSpec { Height = 8, Width = 8 }, 3, 1);
        var statistics = CalibrationPass.Run(network, plan, images, Kept.Moments, new SessionSettings(1), null, default);
        var greatest = double.NegativeInfinity;
        images.ForEach(1, default, (_, _, tensor, shape) =>
            greatest = Math.Max(greatest, OnnxRunner.RunAll(network.Folded.Model, [joined], tensor, shape)[joined].Values.Max()));
        Assert.Equal(greatest, statistics.Tensors[joined].Max.Max(), 1e-4);
    }
}
