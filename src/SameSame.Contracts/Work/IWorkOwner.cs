namespace SameSame.Contracts.Work;

/// <summary>A grain that announces work and is told when it is done.</summary>
[Alias("samesame.IWorkOwner")]
public interface IWorkOwner : IGrain
{
    /// <summary>One piece of work ended, with an outcome that is already durable where it belongs. Idempotent.</summary>
    [Alias("WorkEndedAsync")] Task WorkEndedAsync(string key, WorkOutcome outcome);
}

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
