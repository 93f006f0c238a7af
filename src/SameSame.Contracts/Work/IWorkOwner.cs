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
[GenerateSerializer, Immutable, Alias("samesame.ended-work")]
public sealed record EndedWork([property: Id(0)] string Key, [property: Id(1)] WorkOutcome Outcome);

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
