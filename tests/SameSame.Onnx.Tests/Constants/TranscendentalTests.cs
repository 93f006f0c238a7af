using SameSame.Onnx.Constants;

namespace SameSame.Onnx.Tests.Constants;

/// <summary>The functions are those of the C library, to more digits than float32 has.</summary>
public class TranscendentalTests
{
    [Fact]
    public void Functions_agree_with_the_library()
    {
        for (var i = -4000; i <= 4000; i++)
        {
            var x = i / 100.0 + 1e-7;
            Near(Math.Exp(x), Transcendental.Exp(x));
            Near(Math.Exp(17 * x), Transcendental.Exp(17 * x));
            Near(Math.Log(Math.Abs(x)), Transcendental.Log(Math.Abs(x)));
            Near(Math.Tanh(x), Transcendental.Tanh(x));
            Near(1 / (1 + Math.Exp(-x)), Transcendental.Sigmoid(x));
            Near(Math.Pow(Math.Abs(x), 3.7), Transcendental.Pow(Math.Abs(x), 3.7));
            Near(Math.Pow(x, -3), Transcendental.Pow(x, -3));
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1e-8, 1.1283791670955126e-8)]
    [InlineData(0.5, 0.5204998778130465)]
    [InlineData(-1, -0.8427007929497149)]
    [InlineData(3, 0.9999779095030014)]
    [InlineData(7, 1)]
    public void The_error_function_is_the_published_one(double x, double erf) => Near(erf, Transcendental.Erf(x));

    [Fact]
    public void Edges_are_those_of_the_library()
    {
        double[] edges = [0, 1, -1, 0.5, 2, -2, 3, 1e300, -1e300, double.PositiveInfinity, double.NegativeInfinity, double.NaN];
        foreach (var x in edges)
        {
            Assert.Equal(Math.Exp(x), Transcendental.Exp(x), 1e-14);
            Assert.Equal(Math.Log(x), Transcendental.Log(x), 1e-12);
            Assert.Equal(Math.Tanh(x), Transcendental.Tanh(x), 1e-14);
            foreach (var y in edges)
                Assert.Equal(Math.Pow(x, y), Transcendental.Pow(x, y), 1e-12);
        }
    }

    private static void Near(double expected, double actual) =>
        Assert.True(expected.Equals(actual) || Math.Abs(expected - actual) <= 1e-12 * Math.Abs(expected),
            $"{actual:r} for {expected:r}");
}
