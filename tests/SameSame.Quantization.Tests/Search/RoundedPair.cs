using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;

namespace SameSame.Quantization.Tests.Search;

/// <summary>Two fully connected layers with random weights whose rounding noise is measured in double precision, with plain loops.</summary>
internal sealed class RoundedPair
{
    private const int Inputs = 8, Hidden = 16, Outputs = 6, Samples = 400;
    private readonly Random _random;
    private readonly double[][] _first, _second, _x;

    public RoundedPair(int seed)
    {
        _random = new Random(seed);
        var spread = Enumerable.Range(0, Hidden).Select(_ => Math.Exp(2 * _random.NextDouble() - 1)).ToArray();
        _first = [.. Enumerable.Range(0, Hidden).Select(h => Enumerable.Range(0, Inputs).Select(_ => Normal() * spread[h]).ToArray())];
        _second = [.. Enumerable.Range(0, Outputs).Select(_ => Enumerable.Range(0, Hidden).Select(_ => Normal()).ToArray())];
        _x = [.. Enumerable.Range(0, Samples).Select(_ => Enumerable.Range(0, Inputs).Select(_ => Normal()).ToArray())];
        var hidden = _x.Select(x => Product(_first, x)).ToArray();
        int[] classes = [.. Enumerable.Range(1, Hidden)];
        Problem = new EqualizationProblem(Hidden + 1,
            [new EqualizationTensor("h", classes, [.. Enumerable.Range(0, Hidden).Select(h => hidden.Max(v => Math.Abs(v[h])))])],
            [Layer("first", classes, new int[Inputs], _first, _x), Layer("second", new int[Outputs], classes, _second, hidden)]);
    }

    public EqualizationProblem Problem { get; }

    public QuantizationScheme Scheme { get; } = new(new BitWidths(6, 6));

    public double[] RandomFactors() => [1, .. Enumerable.Range(0, Hidden).Select(_ => Math.Exp(3 * _random.NextDouble() - 1.5))];

    /// <summary>Mean squared error of the outputs.</summary>
    public double Noise(double[] factors)
    {
        double[][] first = Rounded([.. _first.Select((row, h) => row.Select(w => w * factors[h + 1]).ToArray())]);
        double[][] second = Rounded([.. _second.Select(row => row.Select((w, h) => w / factors[h + 1]).ToArray())]);
        var hidden = _x.Select(x => Product(first, x)).ToArray();
        var max = _x.Max(x => Product(_first, x).Select((v, h) => Math.Abs(v * factors[h + 1])).Max());
        var step = 2 * max / ((1 << Scheme.Bits.Activations) - 1);
        return _x.Select((x, n) => Product(second, [.. hidden[n].Select(v => Math.Round(v / step) * step)]).Zip(Product(_second, Product(_first, x)), (q, y) => (q - y) * (q - y)).Sum()).Average();
    }

    private double[][] Rounded(double[][] weights)
    {
        var step = weights.Max(r => r.Max(Math.Abs)) / WeightQuantizer.Limit(Scheme.Bits.Weights);
        return [.. weights.Select(r => r.Select(w => Math.Round(w / step) * step).ToArray())];
    }

    private static double[] Product(double[][] weights, double[] x) => [.. weights.Select(row => row.Zip(x, (w, v) => w * v).Sum())];

    private static EqualizationLayer Layer(string name, int[] outputs, int[] inputs, double[][] weights, double[][] x)
    {
        double[] moments = [.. Enumerable.Range(0, inputs.Length).Select(i => x.Average(v => v[i] * v[i]))];
        return new EqualizationLayer(name, outputs, inputs, 1, [.. weights.SelectMany(r => r).Select(w => (float)Math.Abs(w))])
        {
            Energies = [.. weights.SelectMany(r => r).Select(w => (float)(w * w))],
            InputMoments = moments,
            InputVariances = moments,
        };
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
