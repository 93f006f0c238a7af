using SameSame.Contracts.Results;

namespace SameSame.Reporting.Comparison;

/// <summary>A cell that both sides have.</summary>
/// <param name="A">The first side's.</param>
/// <param name="B">The second side's.</param>
/// <param name="Images">Images the difference rests on.</param>
/// <param name="Paired">Whether both ran on the same images; where not, the difference has the wider interval of two
/// samples.</param>
/// <param name="Points">Top-1 of the second minus top-1 of the first, in points: negative is worse.</param>
/// <param name="Low">Lower end of its 95 % interval.</param>
/// <param name="High">Upper end of its 95 % interval.</param>
/// <param name="PValue">Of McNemar's test (of two proportions where not paired), by Holm's correction for the number of
/// cells.</param>
public sealed record ComparedCell(
    LeaderboardRow A, LeaderboardRow B, int Images, bool Paired, double Points, double Low, double High, double PValue)
{
    /// <summary>What became of it.</summary>
    public Change Change => PValue > Standings.Level ? Change.Same : Points < 0 ? Change.Worse : Change.Better;

    /// <summary>Whether it is significantly worse, and by more than so many points.</summary>
    public bool Regressed(double points) => Change == Change.Worse && -Points > points;
}
