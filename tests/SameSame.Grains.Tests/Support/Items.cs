using SameSame.Contracts.Work;
using SameSame.Quantization.Schemes;

namespace SameSame.Grains.Tests.Support;

internal static class Items
{
    /// <summary>A cell of a sweep.</summary>
    public static WorkItem Cell(string key, string sweep, string owner = "owner", string model = "m") => new()
    {
        Key = key,
        Kind = WorkKind.Cell,
        SweepId = sweep,
        Owner = new WorkOwner(WorkOwnerKind.ModelSweep, owner),
        Source = new ModelSource { Zoo = "z", Model = model, ModelSha256 = $"sha of {model}", Dataset = "d" },
        Cell = new CellWork
        {
            Method = "none",
            Scheme = new QuantizationScheme(new BitWidths(8, 8)),
            Factors = "f",
            Statistics = "s",
            DriftLogits = "l",
            Baseline = [new LogitsPart(new ImageRange(0, 40, 40), "b")],
            Run = $"{sweep}#1",
        },
    };
}
