using SameSame.Quantization.Equalization;

namespace SameSame.Contracts.Surrogates;

/// <summary>The wire form of <see cref="GroupProblem"/>.</summary>
[GenerateSerializer, Alias("samesame.group-problem")]
public struct GroupProblemSurrogate
{
    /// <summary>Activation ranges.</summary>
    [Id(0)] public double[][] Activations;

    /// <summary>Activation ranges outside the group.</summary>
    [Id(1)] public double[] ActivationsOutside;

    /// <summary>Kernel ranges.</summary>
    [Id(2)] public double[][] Kernels;

    /// <summary>Kernel ranges outside the group.</summary>
    [Id(3)] public double[] KernelsOutside;

    /// <summary>Column ranges.</summary>
    [Id(4)] public double[][] Columns;

    /// <summary>Column ranges outside the group.</summary>
    [Id(5)] public double[] ColumnsOutside;

    /// <summary>Noise of activations, kernels and columns; null where the problem has none.</summary>
    [Id(6)] public double[][]? Noise;

    /// <summary>Classes carried by their bias; null where there are none.</summary>
    [Id(7)] public bool[]? Carried;
}

/// <summary>Converts between the two.</summary>
[RegisterConverter]
public sealed class GroupProblemConverter : IConverter<GroupProblem, GroupProblemSurrogate>
{
    /// <inheritdoc/>
    public GroupProblem ConvertFromSurrogate(in GroupProblemSurrogate s) =>
        new(s.Activations, s.ActivationsOutside, s.Kernels, s.KernelsOutside, s.Columns, s.ColumnsOutside)
        {
            Noise = s.Noise is [var activation, var kernel, var column] ? new GroupNoise(activation, kernel, column) : null,
            Carried = s.Carried,
        };

    /// <inheritdoc/>
    public GroupProblemSurrogate ConvertToSurrogate(in GroupProblem v) => new()
    {
        Activations = v.Activations,
        ActivationsOutside = v.ActivationsOutside,
        Kernels = v.Kernels,
        KernelsOutside = v.KernelsOutside,
        Columns = v.Columns,
        ColumnsOutside = v.ColumnsOutside,
        Noise = v.Noise is { } noise ? [noise.Activation, noise.Kernel, noise.Column] : null,
        Carried = v.Carried,
    };
}
