using SameSame.Evaluation.Sessions;
using SameSame.Onnx.Graph;
using SameSame.Onnx.Qdq;
using SameSame.Quantization.Statistics;

namespace SameSame.Evaluation.Measurement;

/// <summary>The images that <see cref="EmpiricalCorrection"/> takes its means over.</summary>
/// <param name="Images">What <see cref="EmpiricalCorrection.Select"/> chose.</param>
/// <param name="Statistics">Statistics of these images alone.</param>
public sealed record MeanImages(ImageBatches Images, ModelStatistics Statistics)
{
    /// <summary>Chooses among calibration images, and runs the network over those it chose.</summary>
    public static MeanImages Of(Network network, QuantizationPlan plan, ImageBatches calibration, SessionSettings settings, CancellationToken cancellation)
    {
        var images = EmpiricalCorrection.Select(calibration, network);
        return new MeanImages(images, EmpiricalCorrection.Reference(network, plan, images, settings, cancellation));
    }
}
