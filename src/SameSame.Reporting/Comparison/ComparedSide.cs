using SameSame.Contracts.Results;

namespace SameSame.Reporting.Comparison;

/// <summary>One of two things that are compared: a sweep, or a model.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Rows">What was measured of it.</param>
/// <param name="Measurements">The measurements behind the rows, by key.</param>
/// <param name="Settings">How it was measured, by name, for people: what differs between the sides is told.</param>
public sealed record ComparedSide(
    string Name, IReadOnlyList<LeaderboardRow> Rows, IReadOnlyDictionary<string, CellMeasurement> Measurements,
    IReadOnlyDictionary<string, string> Settings);
