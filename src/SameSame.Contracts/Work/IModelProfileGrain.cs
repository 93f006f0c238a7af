using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;

namespace SameSame.Contracts.Work;

/// <summary>
/// What all cells of a model have in common, made once however many sweeps ask: the FP32 baseline, the calibration statistics, each method's
/// factors. Key: a digest of model, dataset, selection and calibration.
/// </summary>
[Alias("samesame.IModelProfileGrain")]
public interface IModelProfileGrain : IGrainWithStringKey, IWorkOwner
{
    /// <summary>Makes what is missing and returns at once with what there is. Callers ask again until nothing is missing.</summary>
    [Alias("EnsureAsync")] Task<ProfileStatus> EnsureAsync(ProfileRequest request);
}

/// <summary>What a sweep needs of a profile.</summary>
/// <param name="SweepId">The sweep that asks; its devices do the work.</param>
/// <param name="Source">Model and images.</param>
/// <param name="DeviceKind">Kind of device.</param>
/// <param name="Factors">The factors that are needed.</param>
/// <param name="Gate">The FP32 accuracy the model must reach, or null.</param>
/// <param name="Restart">A new run of a sweep: forget failures, so that what has been repaired is tried again.</param>
/// <param name="Images">Evaluation images, those that do not decode included.</param>
/// <param name="AcceptBaseline">Whether cells are measured on a baseline whose labels cannot be right.</param>
/// <param name="MomentsOnly">Whether calibration may do without histograms: see <see cref="CalibrationOutcome.MomentsOnly"/>.</param>
[GenerateSerializer, Alias("samesame.profile-request")]
public sealed record ProfileRequest(
    [property: Id(0)] string SweepId,
    [property: Id(1)] ModelSource Source,
    [property: Id(2)] string DeviceKind,
    [property: Id(3)] FactorRequest[] Factors,
    [property: Id(4)] BaselineGate? Gate,
    [property: Id(5)] bool Restart,
    [property: Id(6)] int Images,
    [property: Id(7)] bool MomentsOnly = false,
    [property: Id(8)] bool AcceptBaseline = false);

/// <summary>The FP32 top-1 a catalogue states for a dataset.</summary>
/// <param name="Top1">In percent.</param>
/// <param name="Tolerance">Allowed difference in points, widened by the binomial 95 % half-width where only some images run.</param>
/// <param name="AllImages">Whether the run covers the whole dataset.</param>
[GenerateSerializer, Alias("samesame.baseline-gate")]
public sealed record BaselineGate([property: Id(0)] double Top1, [property: Id(1)] double Tolerance, [property: Id(2)] bool AllImages);

/// <summary>What a profile has so far.</summary>
[GenerateSerializer, Alias("samesame.profile-status")]
public sealed record ProfileStatus
{
    /// <summary>One line where the model cannot be measured at all.</summary>
    [Id(0)] public string? Error { get; init; }

    /// <summary>Set when the FP32 run is through.</summary>
    [Id(1)] public BaselineOutcome? Baseline { get; init; }

    /// <summary>Set when calibration is through, with all that was asked for.</summary>
    [Id(2)] public CalibrationOutcome? Calibration { get; init; }

    /// <summary>Artifacts of the factors, by <see cref="FactorRequest.Key"/>.</summary>
    [Id(3)] public Dictionary<string, string> Factors { get; init; } = [];

    /// <summary>Why factors could not be found, by <see cref="FactorRequest.Key"/>.</summary>
    [Id(4)] public Dictionary<string, string> FactorErrors { get; init; } = [];

    /// <summary>Searches under way among the factors that were asked for, whoever asked first.</summary>
    [Id(5)] public SearchProgress[] Searches { get; init; } = [];
}
