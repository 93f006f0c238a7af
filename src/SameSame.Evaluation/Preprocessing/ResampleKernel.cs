namespace SameSame.Evaluation.Preprocessing;

/// <summary>
/// A resampling filter, as Pillow defines it: bilinear is the triangle, bicubic is Keys' cubic with <c>a = -0.5</c> (Keys, "Cubic convolution interpolation", 1981). OpenCV, and
/// PyTorch on tensors without antialiasing, use <c>a = -0.75</c>, but trained networks saw images that Pillow resized.
/// </summary>
internal sealed record ResampleKernel(string Name, double Support, Func<double, double> Weight)
{
    private const double A = -0.5;

    /// <summary>The kernels by the names that catalogues use, the default first.</summary>
    public static IReadOnlyList<ResampleKernel> All { get; } =
    [
        new("bilinear", 1, x => Math.Max(0, 1 - Math.Abs(x))),
        new("bicubic", 2, x => Cubic(Math.Abs(x))),
    ];

    /// <summary>A kernel by name, or null.</summary>
    public static ResampleKernel? Find(string name) => All.FirstOrDefault(k => k.Name == name);

    private static double Cubic(double x) => x switch
    {
        < 1 => ((A + 2) * x - (A + 3)) * x * x + 1,
        < 2 => (((x - 5) * x + 8) * x - 4) * A,
        _ => 0,
    };
}
