using SameSame.Contracts.Equalization;

namespace SameSame.Grains.Equalization;

/// <summary>Does one piece of a search on this silo. Heavy: never on a grain's scheduler.</summary>
public interface ISearchExecutor
{
    /// <summary>The candidate's signal to noise in decibels, or the minimum's factors.</summary>
    (double Decibels, double[]? Factors) Execute(SearchJob job, CancellationToken cancellation);
}
