using SameSame.Contracts.Work;

namespace SameSame.Grains.Profiles;

/// <summary>What is stored of a profile: references to artifacts, never the artifacts.</summary>
[GenerateSerializer, Alias("samesame.profile-state")]
public sealed class ProfileState
{
    /// <summary>Version of the record.</summary>
    [Id(0)] public int Schema { get; set; } = 1;

    /// <summary>The FP32 run.</summary>
    [Id(1)] public BaselineOutcome? Baseline { get; set; }

    /// <summary>The calibration pass.</summary>
    [Id(2)] public CalibrationOutcome? Calibration { get; set; }

    /// <summary>Artifacts of factors, by <c>method@version</c>.</summary>
    [Id(3)] public Dictionary<string, string> Factors { get; set; } = [];

    /// <summary>Parts of the FP32 run that are through, until all are.</summary>
    [Id(4)] public List<BaselineOutcome> BaselineParts { get; set; } = [];
}
