namespace SameSame.Contracts.Results;

/// <summary>Counts and sums over images from which a cell's figures follow; those of two disjoint sets of images add up.</summary>
[GenerateSerializer, Immutable, Alias("samesame.cell-sums")]
public sealed record CellSums
{
    /// <summary>Images FP32 got right.</summary>
    [Id(0)] public int Fp32Correct { get; init; }

    /// <summary>Images FP32 got right and the quantized network wrong.</summary>
    [Id(1)] public int Lost { get; init; }

    /// <summary>Images the quantized network got right and FP32 wrong.</summary>
    [Id(2)] public int Gained { get; init; }

    /// <summary>Images whose class was among the quantized network's five greatest logits.</summary>
    [Id(3)] public int Top5 { get; init; }

    /// <summary>Images with FP32's top class.</summary>
    [Id(4)] public int Agreeing { get; init; }

    /// <summary>Sum of squared FP32 logits.</summary>
    [Id(5)] public double Signal { get; init; }

    /// <summary>Sum of squared differences of logits.</summary>
    [Id(6)] public double Noise { get; init; }

    /// <summary>Both together.</summary>
    public static CellSums operator +(CellSums a, CellSums b) => new()
    {
        Fp32Correct = a.Fp32Correct + b.Fp32Correct,
        Lost = a.Lost + b.Lost,
        Gained = a.Gained + b.Gained,
        Top5 = a.Top5 + b.Top5,
        Agreeing = a.Agreeing + b.Agreeing,
        Signal = a.Signal + b.Signal,
        Noise = a.Noise + b.Noise,
    };
}
