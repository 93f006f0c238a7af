using SameSame.Onnx.Graph;

namespace SameSame.Onnx.Absorption;

/// <summary>A layer whose bias can take what is subtracted from a tensor's channels.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Repeat">Inputs of the layer that one channel becomes: its positions where a Flatten lies between, else 1.</param>
internal sealed record AbsorptionReader(LinearLayer Layer, int Repeat)
{
    /// <summary>The amount subtracted from each input of the layer.</summary>
    public double[] Spread(double[] amounts) => [.. amounts.SelectMany(a => Enumerable.Repeat(a, Repeat))];
}
