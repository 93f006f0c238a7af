using System.Numerics.Tensors;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;
using SameSame.Quantization.Schemes;

namespace SameSame.Onnx.Qdq.Checks;

/// <summary>A layer's stored weights and bias, dequantized, are the intended ones to half a step.</summary>
internal sealed class StoredLayers(OnnxGraph graph, QuantizationScheme scheme)
{
    // What is beyond a half is float32's own rounding of scale and product.
    private const double Half = 0.5 * (1 + 1e-3);

    // A bias of 2^29 steps uses half of what int32 leaves it; below the least step there is no finer one.
    private const double Coarsest = 1.0 / (1 << 29), LeastStep = 4e-37;

    // Steps of a bias that is all there is of a channel: below, rounding it would show at 16 bits.
    private const double FewestSteps = 1 << 17;

    // Weights that are looked at together.
    private const int Piece = 2048;

    private readonly StoredConstants _stored = new(graph);

    public void Verify(IntendedLayer layer)
    {
        var name = layer.Node.Name.Length > 0 ? layer.Node.Name : layer.Node.Output[0];
        var weights = _stored.Find(layer.Node.Input[1]) ?? throw ExportCheck.Violation($"layer '{name}'", "its weights are not quantized");
        var real = layer.Weight.AsFloats();
        Weights(weights, real, name);
        if (layer.BiasName is null && layer.Corrected is null)
            return;
        if (layer.BiasName is { } bias && layer.Bias is null)
            throw ExportCheck.Violation($"layer '{name}'", $"its bias '{bias}' is computed and was taken for a constant");
        Bias(layer, weights, real, name);
    }

    private void Weights(NodeProto node, ReadOnlySpan<float> real, string name)
    {
        var scales = _stored.Scales(node);
        double limit = WeightQuantizer.Limit(scheme.Bits.Weights);
        // Pieces that stay in the cache, so that millions of weights cost milliseconds; which weight it was is looked for afterwards.
        Span<float> codes = stackalloc float[Piece], errors = stackalloc float[Piece];
        foreach (var (first, count, index) in _stored.Runs(node, scales.Length))
        {
            for (var start = first; start < first + count; start += Piece)
            {
                var length = Math.Min(Piece, first + count - start);
                var values = real.Slice(start, length);
                var stored = codes[..length];
                var steps = errors[..length];
                _stored.Codes(node, start, stored);
                TensorPrimitives.Divide(values, scales[index], steps);
                // A weight beyond the grid is at its end.
                TensorPrimitives.Clamp(steps, (float)-limit, (float)limit, steps);
                TensorPrimitives.Subtract(steps, stored, steps);
                var worst = Math.Abs(TensorPrimitives.MaxMagnitude<float>(steps));
                if (worst <= Half + limit * 1e-6 && Math.Abs(TensorPrimitives.MaxMagnitude<float>(stored)) <= limit)
                    continue;
                var at = TensorPrimitives.IndexOfMaxMagnitude<float>(steps);
                throw ExportCheck.Violation($"layer '{name}'",
                    $"weight {start + at} is stored as {stored[at] * scales[index]:g4} where {values[at]:g4} was meant, {worst:g3} steps of {scales[index]:g3}");
            }
        }
    }

    private void Bias(IntendedLayer layer, NodeProto weights, ReadOnlySpan<float> real, string name)
    {
        var intended = layer.Corrected ?? [.. layer.Bias!.ToFloats().Select(b => (double)b)];
        var input = Step(layer.Node.Input[0]);
        if (_stored.Find(layer.Node.InputOrNull(2)) is not { } node)
        {
            // Runtimes quantize a real bias by themselves where the input and the weights of its layer are dequantized, and overflow.
            if (input is not null)
                throw ExportCheck.Violation($"layer '{name}'", "its input and weights are quantized and its bias is not");
            return;
        }

        var (codes, scales, steps) = (graph.Initializer(node.Input[0])!.ToLongs(), _stored.Scales(node), _stored.Scales(weights));
        Zeros(real, weights, steps, intended, [.. scales.Select(s => (double)s)], name);
        for (var o = 0; o < codes.Length; o++)
        {
            double scale = scales[scales.Length == 1 ? 0 : o], meant = intended[intended.Length == 1 ? 0 : o], finest = (input ?? double.PositiveInfinity) * steps[steps.Length == 1 ? 0 : o];
            var error = Math.Abs(codes[o] - meant / scale);
            // A step may be coarser than the accumulator's for the sake of this channel's own bias, never for that of another.
            var coarse = scale > Math.Max(finest * (1 + 1e-5), Math.Abs(meant) * Coarsest) && scale > LeastStep;
            if (coarse || !(error <= Half + Math.Abs(codes[o]) * 1e-6) || Math.Abs(codes[o]) > BiasQuantizer.Limit)
                throw ExportCheck.Violation($"layer '{name}'", $"the bias of channel {o} is stored as {codes[o] * scale:g4} where {meant:g4} was meant, {error:g3} steps of {scale:g3}");
        }
    }

    // Any scale stores zeros, so that of a channel of zeros is chosen for its bias: the greatest that shares it has many steps.
    private void Zeros(ReadOnlySpan<float> real, NodeProto weights, float[] scales, double[] bias, double[] steps, string name)
    {
        var zero = Enumerable.Repeat(true, scales.Length).ToArray();
        foreach (var (start, length, index) in _stored.Runs(weights, scales.Length))
            zero[index] &= !real.Slice(start, length).ContainsAnyExcept(0f);
        for (var n = 0; n < zero.Length; n++)
        {
            var greatest = zero.Length == 1 ? bias.Max(Math.Abs) : Math.Abs(bias[bias.Length == 1 ? 0 : n]);
            var step = steps[steps.Length == 1 ? 0 : n];
            if (zero[n] && greatest > LeastStep * FewestSteps && greatest < step * FewestSteps)
                throw ExportCheck.Violation($"layer '{name}'", $"its weights are zeros and the bias of channel {n}, {greatest:g4}, has {greatest / step:g3} steps of {step:g3}");
        }
    }

    // The step of a dequantized activation; null where the tensor is real.
    private double? Step(string tensor) =>
        graph.Nodes.FirstOrDefault(n => n.OpType == "DequantizeLinear" && n.Output[0] == tensor) is { } node ? graph.Initializer(node.Input[1])!.ToFloats()[0] : null;
}
