namespace SameSame.Contracts.Work;

/// <summary>A grain that announces work and is told when it is done.</summary>
[Alias("samesame.IWorkOwner")]
public interface IWorkOwner : IGrain
{
    /// <summary>Work ended, with outcomes that are already durable where they belong. Idempotent.</summary>
    [Alias("WorkEndedAsync")] Task WorkEndedAsync(EndedWork[] ended);
}

/// <summary>One piece of work and how it ended.</summary>
/// <param name="Key">The work.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Execution">Names the one execution it is the end of, so that an owner who hears of a failure twice counts it once; null from older silos.</param>
[GenerateSerializer, Immutable, Alias("samesame.ended-work")]
public sealed record EndedWork([property: Id(0)] string Key, [property: Id(1)] WorkOutcome Outcome, [property: Id(2)] string? Execution = null);

/// <summary>The kinds of owner.</summary>
public enum WorkOwnerKind
{
    /// <summary>A ModelProfile: baseline and calibration.</summary>
    Profile,

    /// <summary>A ModelSweep: cells.</summary>
    ModelSweep,
}

/// <summary>Address of an owner.</summary>
/// <param name="Kind">Which grain.</param>
/// <param name="Key">Its key.</param>
[GenerateSerializer, Alias("samesame.work-owner")]
public sealed record WorkOwner([property: Id(0)] WorkOwnerKind Kind, [property: Id(1)] string Key);
