namespace SameSame.Quantization.Equalization;

/// <summary>A linear layer with constant weights, reduced to what closed-form methods need: <c>max over taps |W[o,i,:]|</c>.</summary>
/// <param name="Name">Its node name in the folded graph.</param>
/// <param name="OutputClasses">Channel class of each output channel, <c>[O]</c>.</param>
/// <param name="InputClasses">Channel class of each input channel, <c>[groups * inputsPerGroup]</c>.</param>
/// <param name="Groups">Convolution groups: output <c>o</c> sees inputs <c>g*I .. g*I+I-1</c> with <c>g = o / (O/groups)</c>.</param>
/// <param name="Magnitudes">Row-major <c>[O, inputsPerGroup]</c>, at factor 1.</param>
public sealed record EqualizationLayer(string Name, int[] OutputClasses, int[] InputClasses, int Groups, float[] Magnitudes)
{
    /// <summary><c>sum over taps W[o,i,:]^2</c>, laid out like the magnitudes; null where only ranges are known.</summary>
    public float[]? Energies { get; init; }

    /// <summary><c>E[x_i^2]</c> of each input channel at factor 1, times the taps that read it; null where calibration has not seen them.</summary>
    public double[]? InputMoments { get; init; }

    /// <summary>The same of the input without its mean: what is left of rounding's error where bias correction takes the mean away.</summary>
    public double[]? InputVariances { get; init; }

    /// <summary>Inputs that one output sees.</summary>
    public int InputsPerGroup => InputClasses.Length / Groups;

    /// <summary>The global input channel that column <paramref name="column"/> of output <paramref name="output"/> multiplies.</summary>
    public int InputChannel(int output, int column) => output / (OutputClasses.Length / Groups) * InputsPerGroup + column;
}
