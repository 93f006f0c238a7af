using SameSame.Onnx.Graph;

namespace SameSame.Testing.Fuzzing.Operators;

/// <summary>Pools over windows.</summary>
internal static class Pools
{
    public static FuzzTensor Run(NodeCall call, bool average)
    {
        var x = call[0];
        var windows = Windows.Of(call, x.Dims[2..], call.Node.Ints("kernel_shape")!);
        var padded = call.Node.Int("count_include_pad", 0) == 1;
        var (size, positions) = (FuzzTensor.Count(x.Dims[2..]), FuzzTensor.Count(windows.Output));
        var y = FuzzTensor.Zeros([x.Dims[0], x.Dims[1], .. windows.Output]);
        for (long c = 0, next = 0; c < x.Dims[0] * x.Dims[1]; c++)
        {
            for (long p = 0; p < positions; p++, next++)
            {
                var under = Enumerable.Range(0, windows.Taps).Select(t => windows.At[p * windows.Taps + t]).Where(at => at >= 0).Select(at => x.Values[c * size + at]).ToList();
                y.Values[next] = !average ? under.Max() : under.Sum() / (padded ? windows.Padded[p] : under.Count);
            }
        }

        return y;
    }
}
