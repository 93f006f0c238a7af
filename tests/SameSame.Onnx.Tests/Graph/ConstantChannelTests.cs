using SameSame.Onnx.Folding;
using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;
using SameSame.Testing;

namespace SameSame.Onnx.Tests.Graph;

public class ConstantChannelTests
{
    private static readonly long[] Shape = [2, 3, 8, 8];
    private static readonly float[] Input = GraphBuilder.Samples(4, Shape);

    [Theory]
    [InlineData(0f, 0.5f, 3, 0)] // constant, but not where padding stands beside it
    [InlineData(0f, -0.5f, 3, 1)]
    [InlineData(-0.3f, -0.1f, 3, 1)] // never positive behind a ReLU whatever the image
    [InlineData(0.3f, 9f, 1, 1)] // always above ReLU6
    [InlineData(0.3f, 0.1f, 1, 0)] // an ordinary channel
    public void A_provably_constant_channel_moves_into_the_biases_behind_it(float weight, float bias, int kernel, int constants)
    {
        var model = Chain(weight, bias, kernel);
        var graph = new OnnxGraph(model.Clone());

        Assert.Equal(constants, ConstantChannelFolder.Fold(graph));
        Assert.True(OnnxRunner.Deviation(OnnxRunner.Run(model, Input, Shape), OnnxRunner.Run(graph.Model, Input, Shape)) < 1e-6);
        var layers = LinearLayer.All(graph);
        Assert.Equal(constants > 0, Column(graph, layers[2], 1).All(w => w == 0));
        // Nothing reads it any more, so nothing of it is left to stretch a range.
        Assert.Equal(constants > 0, Row(graph, layers[1], 1).All(w => w == 0) && layers[1].ReadBias(graph)[1] == 0);
        Assert.Contains(Row(graph, layers[1], 0), w => w != 0);
    }

    [Fact]
    public void Random_graphs_with_dead_filters_compute_the_same()
    {
        var folded = 0;
        for (var seed = 0; seed < 60; seed++)
        {
            var model = RandomGraph.Create(seed);
            var graph = new OnnxGraph(model);
            var random = new Random(seed);
            foreach (var layer in LinearLayer.All(graph).Where(l => l.CanHaveBias))
                Kill(graph, layer, random);
            var network = Network.Prepare(model, "m");
            folded += network.ConstantChannels;
            var deviation = OnnxRunner.Deviation(OnnxRunner.Run(model, GraphBuilder.Samples(5, RandomGraph.InputShape), RandomGraph.InputShape),
                OnnxRunner.Run(network.Folded.Model, GraphBuilder.Samples(5, RandomGraph.InputShape), RandomGraph.InputShape));
            Assert.True(deviation < 1e-5, $"seed {seed}: {deviation:e1}");
        }

        Assert.True(folded > 50, $"only {folded} channels were folded: the property proves little");
    }

    [SkippableFact]
    public void MobileNetV1_has_constant_channels()
    {
        var network = Network.Load(Directory.GetFiles(Path.Combine(Places.Imagenet, "models"), "mobilenet_v1*").Single());
        Assert.InRange(network.ConstantChannels, 20, 400);
    }

    // conv - ReLU6 - conv with a special channel 1 - ReLU6 - conv.
    private static ModelProto Chain(float weight, float bias, int kernel)
    {
        var g = new GraphBuilder(6);
        var x = g.Clip(g.Conv(g.Input(Shape), 4), 0, 6);
        var y = g.Clip(g.Conv(x, 3, kernel: 1), 0, 6);
        var logits = g.Node("Flatten", [2, 5], [g.Node("GlobalAveragePool", [2, 5, 1, 1], [g.Conv(y, 5, kernel: kernel)])], NodeAttributes.Attribute("axis", 1));
        var model = g.Build(logits);
        var graph = new OnnxGraph(model);
        var layer = LinearLayer.All(graph)[1];
        var weights = (float[])layer.ReadWeights(graph).Clone();
        weights.AsSpan(4, 4).Fill(weight);
        layer.WriteWeights(graph, weights);
        double[] biases = layer.ReadBias(graph);
        biases[1] = bias;
        layer.WriteBias(graph, biases);
        return model;
    }

    private static void Kill(OnnxGraph graph, LinearLayer layer, Random random)
    {
        var weights = (float[])layer.ReadWeights(graph).Clone();
        var row = weights.Length / layer.Outputs;
        for (var o = 0; o < layer.Outputs; o++)
        {
            if (random.Next(3) == 0)
                weights.AsSpan(o * row, row).Clear();
        }

        layer.WriteWeights(graph, weights);
    }

    private static IEnumerable<float> Row(OnnxGraph graph, LinearLayer layer, int output) => layer.ReadWeights(graph).Chunk(layer.InputsPerGroup * layer.Taps).ElementAt(output);

    private static IEnumerable<float> Column(OnnxGraph graph, LinearLayer layer, int input) =>
        layer.ReadWeights(graph).Chunk(layer.Taps).Where((_, n) => n % layer.InputsPerGroup == input).SelectMany(c => c);
}
