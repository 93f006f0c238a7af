using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SameSame.Contracts.Results;
using SameSame.Quantization.Metrics;
using SameSame.Quantization.Schemes;

namespace SameSame.Bench.Simulation;

/// <summary>A leaderboard of made-up results, images included: fifty configurations a model, 5,000 images each.</summary>
internal static class MadeBoard
{
    private const int Images = 5000;
    private static readonly string[] Methods = ["none", "one-step", "two-step", "cle", "search"];
    private static readonly QuantizationScheme[] Schemes =
        [.. from bits in new[] { "8/8", "6/6", "4/8", "4/4", "8/4" }
            from granularity in new[] { Granularity.PerTensor, Granularity.PerChannel }
            select new QuantizationScheme(BitWidths.Parse(bits), granularity)];

    /// <summary>Publishes so many rows, and returns the key of one of them.</summary>
    public static async Task<string> PublishAsync(IGrainFactory grains, int rows)
    {
        var first = "";
        for (var model = 0; model * Schemes.Length * Methods.Length < rows; model++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"net{model:0000}");
            var sha = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
            var cells = Schemes.SelectMany(_ => Methods, (s, m) => (Scheme: s, Method: m, Measurement: Measure(name, s, m)))
                .ToList();
            await grains.GetGrain<IResultsGrain>(sha).RecordAsync([.. cells.Select(c => c.Measurement)]).ConfigureAwait(false);
            await grains.GetGrain<ILeaderboardGrain>(ILeaderboardGrain.PartitionOf(name)).PublishAsync([.. cells.Select(c =>
                LeaderboardRow.Of("made", name, c.Method, c.Scheme, c.Measurement) with
                    { ModelSha256 = sha, DatasetDigest = "12345678" })]).ConfigureAwait(false);
            first = first.Length > 0 ? first : cells[0].Measurement.Key;
        }

        return first;
    }

    private static CellMeasurement Measure(string model, QuantizationScheme scheme, string method)
    {
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{model}{scheme.Canonical}{method}")));
        var random = new Random(key.GetHashCode(StringComparison.Ordinal));
        var lost = scheme.Bits.Weights == 4 ? 400 : 40;
        var correct = new ImageBitset(Images);
        for (var i = 0; i < Images; i++)
            correct[i] = i < 3800 && random.Next(3800) >= lost;
        var right = correct.SetCount;
        return new CellMeasurement
        {
            Key = key,
            Images = Images,
            Correct = correct.Bytes,
            Device = "made",
            Provider = "made",
            OnnxRuntime = "0",
            Environment = "made",
            Run = "made-00000000#1",
            Seconds = 1,
            WeightBytes = 400_000 * scheme.Bits.Weights + random.Next(1000),
            MeasuredAt = DateTimeOffset.UnixEpoch,
            Sums = new CellSums
            {
                Fp32Correct = 3800, Lost = 3800 - right, Agreeing = right, Top5 = 4500, Signal = 100, Noise = lost / 40.0
            },
        }.WithFigures();
    }
}
