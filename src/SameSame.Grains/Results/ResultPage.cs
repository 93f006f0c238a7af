using SameSame.Contracts.Results;

namespace SameSame.Grains.Results;

/// <summary>One stored page of a model's results.</summary>
[GenerateSerializer, Alias("samesame.result-page")]
public sealed class ResultPage
{
    /// <summary>A page is closed when its estimated size reaches this; well under what any store takes.</summary>
    public const int TargetBytes = 100 * 1024;

    private const int BytesBesideBitset = 500;

    /// <summary>Version of the record.</summary>
    [Id(0)] public int Schema { get; set; } = 1;

    /// <summary>Measurements in the order they arrived.</summary>
    [Id(1)] public List<CellMeasurement> Cells { get; set; } = [];

    /// <summary>Rough size when stored: the bitset, and the rest.</summary>
    public int EstimatedBytes => Cells.Sum(c => BytesBesideBitset + c.Correct.Length);
}
