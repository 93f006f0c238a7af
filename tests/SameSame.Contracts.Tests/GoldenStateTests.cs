using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;
using SameSame.Contracts.Work;
using SameSame.Grains.Profiles;
using SameSame.Grains.Results;
using SameSame.Grains.Sweeps;
using SameSame.Quantization.Schemes;

namespace SameSame.Contracts.Tests;

/// <summary>State that silos of earlier versions have stored, byte for byte in <c>golden/VERSION</c>, is read by this one.</summary>
public class GoldenStateTests
{
    private static readonly Serializer Serializer =
        new ServiceCollection().AddSerializer(b => b.AddAssembly(typeof(SweepRecord).Assembly).AddAssembly(typeof(SweepSpec).Assembly)).BuildServiceProvider().GetRequiredService<Serializer>();

    private static readonly SweepSpec Spec = new()
    {
        Name = "golden",
        Zoo = "zoo",
        Dataset = "data",
        Models = "m*",
        Methods = ["none", "cle"],
        Schemes = [new QuantizationScheme(new BitWidths(4, 8), Granularity.PerChannel, "minmax", "analytic")],
        CalibrationImages = 17,
        Images = 99,
        SkipBadImages = true,
        Force = true,
        Priority = 3,
    };

    private static readonly CellMeasurement Measurement = new()
    {
        Key = "key",
        Images = 12,
        Correct = [1, 2],
        Fp32Top1 = 71.5,
        Top1 = 70.25,
        Top5 = 90,
        Degradation = 1.25,
        DegradationLow = 0.5,
        DegradationHigh = 2,
        Agreement = 95,
        SqnrDb = 17.5,
        Fp32Drift = 1e-6,
        Device = "silo/cpu0",
        Provider = "CPU",
        OnnxRuntime = "1",
        Environment = "avx2",
        Seconds = 3.5,
        ClampedTensors = 1,
        WidenedChannels = 2,
        Run = "golden#2",
        Forced = true,
        Range = new ImageRange(4, 12, 20),
        Sums = new CellSums { Fp32Correct = 1, Lost = 2, Gained = 3, Top5 = 4, Agreeing = 5, Signal = 6.5, Noise = 7.5 },
        Confidence = 0.5,
        Nodes = "CPU:3",
        IntegerNodes = 2,
        FloatLayers = 1,
        Batch = 16,
    };

    private static readonly object[] States =
    [
        new SweepRecord { Spec = Spec, Generation = 2, Models = 3, Finished = [5], Counts = new CellCounts { Total = 6, Completed = 1, Reused = 2, Failed = 3 }, State = SweepState.Paused, Started = DateTimeOffset.UnixEpoch, Retry = 1, EventBase = 7, Stopped = new CellCounts { Completed = 1 } },
        new CellLedger { Start = new ModelSweepStart("golden-1", 2, "m1", Spec, 1), ModelSha256 = "sha", DatasetName = "data", Reported = true, Cells = [new LedgerCell { Scheme = 0, Method = "cle", Key = "key", Status = CellStatus.Failed, Error = "burned", Attempts = 3, Published = true }] },
        new ProfileState { Baseline = new BaselineOutcome { Images = 12, Correct = [3], Top5 = 91, Seconds = 1, Parts = [new LogitsPart(new ImageRange(0, 12, 12), "l")] }, Calibration = new CalibrationOutcome { Statistics = "s", DriftLogits = "d" }, Factors = { ["cle@1"] = "f" } },
        new ResultPage { Cells = [Measurement] },
        new LeaderboardPage { Rows = [LeaderboardRow.Of("data", "m1", "cle", Spec.Schemes[0], Measurement) with { Sweep = "", Top5 = 0, Disagreeing = 0 }] },
        new ModelListPage { Models = ["m1", "m2"] },
        new SweepDirectoryState { Sweeps = [new SweepListing("golden-1", true)] },
    ];

    /// <summary>Versions whose state is kept.</summary>
    public static TheoryData<string> Versions => [.. Directory.GetDirectories(Folder()).Select(d => Path.GetFileName(d)!)];

    [Theory]
    [MemberData(nameof(Versions))]
    public void State_of_a_released_version_is_read_with_every_value(string version)
    {
        foreach (var state in States)
        {
            var bytes = File.ReadAllBytes(Path.Combine(Folder(), version, $"{state.GetType().Name}.bin"));
            var read = typeof(GoldenStateTests).GetMethod(nameof(Read), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(state.GetType()).Invoke(null, [bytes])!;
            // Both written again: equal bytes are equal states, whatever this version has added since.
            Assert.Equal(Serializer.SerializeToArray<object>(state), Serializer.SerializeToArray(read));
        }
    }

    [Fact]
    public void This_version_has_golden_files()
    {
        var version = typeof(SweepRecord).Assembly.GetName().Version!.ToString(2);
        var folder = Path.Combine(Folder(), version);
        if (Environment.GetEnvironmentVariable("SAMESAME_WRITE_GOLDEN") is not null)
        {
            Directory.CreateDirectory(folder);
            foreach (var state in States)
                File.WriteAllBytes(Path.Combine(folder, $"{state.GetType().Name}.bin"), (byte[])typeof(GoldenStateTests).GetMethod(nameof(Write), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(state.GetType()).Invoke(null, [state])!);
        }

        Assert.Equal(States.Length, Directory.Exists(folder) ? Directory.GetFiles(folder).Length : 0);
    }

    private static object Read<T>(byte[] bytes) => Serializer.Deserialize<T>(bytes)!;

    private static byte[] Write<T>(T state) => Serializer.SerializeToArray(state);

    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Cluster.sln")))
            folder = folder.Parent;
        return Path.Combine(folder.FullName, "tests", "SameSame.Contracts.Tests", "golden");
    }
}
