using System.Globalization;

namespace SameSame.Client.Setup;

/// <summary>A first <c>sweep.yaml</c>.</summary>
internal static class SweepText
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "sweep.yaml";

    // Halves of a point show on 5,000 images; more take longer and say little more.
    private const int ManyImages = 5000, UsualCalibration = 256;

    /// <summary>The file, for so many images.</summary>
    public static string Of(string name, int evaluation, int calibration)
    {
        var images = evaluation <= ManyImages ? ""
            : $"images: {ManyImages}   # a fixed, seeded choice; --images all takes all {evaluation}\n";
        return string.Create(CultureInfo.InvariantCulture, $"""
        # Written by 'samesame init'. 'samesame sweep run {FileName} --dry-run' says what it will measure.
        name: {name}
        zoo: zoo.yaml
        dataset: {DatasetDraft.FileName}
        {images}calibrationImages: {Math.Min(UsualCalibration, calibration)}
        bits: [8/8, 6/6, 4/8]                      # weights/activations
        granularity: [per-tensor]                  # or per-channel, or both
        methods: [none, two-step, cle]
        calibrator: [minmax]
        biasCorrection: [none]

        """).ReplaceLineEndings("\n");
    }
}
