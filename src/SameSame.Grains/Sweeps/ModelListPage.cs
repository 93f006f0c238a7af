using SameSame.Grains.Storage;

namespace SameSame.Grains.Sweeps;

/// <summary>One stored page of the names of a sweep's models.</summary>
[GenerateSerializer, Alias("samesame.model-list-page")]
public sealed class ModelListPage : IPage<string>
{
    /// <summary>Version of the record.</summary>
    [Id(0)] public int Schema { get; set; } = 1;

    /// <summary>Names in the order of the catalogue.</summary>
    [Id(1)] public List<string> Models { get; set; } = [];

    List<string> IPage<string>.Items => Models;
}
