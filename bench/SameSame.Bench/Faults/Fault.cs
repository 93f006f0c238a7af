namespace SameSame.Bench.Faults;

/// <summary>Something that goes wrong in the middle of a sweep.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Inject">Makes it happen, and undoes what an operator or a supervisor would undo.</param>
internal sealed record Fault(string Name, Func<FaultRun, Task> Inject);

/// <summary>What a fault did.</summary>
/// <param name="Fault">Its name.</param>
/// <param name="Cells">Cells of the sweep.</param>
/// <param name="Lost">Cells without a result.</param>
/// <param name="Doubled">Cells with more than one result.</param>
/// <param name="Remeasured">Cells that were measured to their end more than once.</param>
/// <param name="SecondsToProgress">Time from the fault to the next finished cell.</param>
internal sealed record FaultOutcome(string Fault, int Cells, int Lost, int Doubled, int Remeasured, double SecondsToProgress);
