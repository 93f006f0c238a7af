using SameSame.Contracts.Results;
using SameSame.Grains.Storage;

namespace SameSame.Grains.Results;

/// <summary>One stored page of a model's results.</summary>
[GenerateSerializer, Alias("samesame.result-page")]
public sealed class ResultPage : IPage<CellMeasurement>
{
    /// <summary>Version of the record.</summary>
    [Id(0)] public int Schema { get; set; } = 1;

    /// <summary>Measurements in the order they arrived; of a key that is there twice the last one counts.</summary>
    [Id(1)] public List<CellMeasurement> Cells { get; set; } = [];

    List<CellMeasurement> IPage<CellMeasurement>.Items => Cells;
}
