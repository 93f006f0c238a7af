namespace SameSame.Grains;

/// <summary>Whether this process may start work. A command that only reads hosts a silo too, and must not.</summary>
/// <param name="Granted">True in silos and in <c>sweep run</c>.</param>
/// <param name="Wakes">False where interrupted sweeps go on only when somebody asks: whoever opens a dashboard to look has not asked for work.</param>
public sealed record WorkPermit(bool Granted, bool Wakes = true);
