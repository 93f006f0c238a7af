using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Tests.Search;

namespace SameSame.Quantization.Tests.Equalization;

/// <summary>
/// A method's version is part of every cell's key. Changed factors under an unchanged version would mix results of two methods on one
/// leaderboard: raise the version together with the digest here.
/// </summary>
public class GoldenFactorTests
{
    [Theory]
    [InlineData("none", 1, "0bec84c282d5c3be")]
    [InlineData("one-step", 1, "ca25eef9c6301e9d")]
    [InlineData("two-step", 1, "cd4ad1970f99f5c4")]
    [InlineData("cle", 2, "d1cfd5563c6e266d")]
    [InlineData("smooth", 1, "8598934cacf7979c")]
    [InlineData("search", 3, "db43401437729e57")]
    public void Factors_on_a_fixed_network_have_not_changed(string name, int version, string digest)
    {
        var method = EqualizationMethods.Get(name);
        Assert.Equal(version, method.Version);
        var problem = Networks.Chain(2019, 3, 8, 8, 8, 5);
        var scheme = new QuantizationScheme(new BitWidths(6, 8));
        var factors = method is IGroupMethod group ? EqualizationDriver.Run(problem, group, scheme).Factors : ModelWorker.Search(problem, scheme, (SearchMethod)method).Factors;
        // Nine digits: the same on every CPU, and finer than any real change. Five after hundreds of steps of a descent.
        var text = string.Join(',', factors.Select(f => f.ToString(method is SearchMethod ? "e4" : "e8", CultureInfo.InvariantCulture)));
        Assert.Equal(digest, Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text)))[..16]);
    }

    [Fact]
    public void Every_method_has_a_golden_digest() => Assert.Equal(
        EqualizationMethods.All.Select(m => m.Name).Order(),
        typeof(GoldenFactorTests).GetMethod(nameof(Factors_on_a_fixed_network_have_not_changed))!.GetCustomAttributes(false)
            .OfType<InlineDataAttribute>().Select(a => (string)a.GetData(null!).Single()[0]).Order());
}
