namespace SameSame.Dashboard.Api;

/// <summary>A part of a list.</summary>
/// <typeparam name="T">What it lists.</typeparam>
/// <param name="Total">How many there are in all.</param>
/// <param name="Offset">How many were left out before the first.</param>
/// <param name="Limit">At most so many were asked for.</param>
/// <param name="Items">The part.</param>
public sealed record Page<T>(int Total, int Offset, int Limit, IReadOnlyList<T> Items);
