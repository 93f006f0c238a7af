using System.CommandLine;
using System.Globalization;
using SameSame.Client.Parsing;
using SameSame.Evaluation.Configuration;
using SameSame.Hosting.Specs;
using SameSame.Quantization.BiasCorrection;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Statistics;

namespace SameSame.Client.Commands;

/// <summary>Options of <c>sweep run</c> that take the place of fields in the spec.</summary>
internal sealed class SpecOverrides
{
    private readonly Option<string?> _zoo = new("--zoo") { Description = "Catalogue file or folder; a name with --cluster." };
    private readonly Option<string?> _models = new("--models") { Description = "Glob over model names." };
    private readonly Option<string?> _bits = new("--bits") { Description = "Weights/activations, comma-separated: 8/8,6/6,4/8." };
    private readonly Option<string?> _methods = new Option<string?>("--methods")
        { Description = "Methods, comma-separated." }
        .Offer(EqualizationMethods.All.Select(m => m.Name));
    private readonly Option<string?> _granularity = new Option<string?>("--granularity")
        { Description = "per-tensor, per-channel." }
        .Offer(GranularityNames.All);
    private readonly Option<string?> _calibrator = new Option<string?>("--calibrator")
        { Description = "Calibrators, comma-separated." }
        .Offer(Calibrators.All.Select(c => c.Name));
    private readonly Option<string?> _biasCorrection = new Option<string?>("--bias-correction")
        { Description = "none, analytic, empirical." }
        .Offer(BiasCorrections.All);
    private readonly Option<string?> _absorb = new Option<string?>("--absorb-biases")
        { Description = "Move high biases into the next layer: false, true, or both with a comma." }
        .Offer(["false", "true"]);
    private readonly Option<string?> _images = new Option<string?>("--images")
        { Description = "This many images of a fixed permutation, or 'all'." }
        .Must(Check.PositiveOrAll);
    private readonly Option<string?> _device = new Option<string?>("--device")
        { Description = "auto, cpu or gpu." }
        .Offer(SweepFile.Devices);
    private readonly Option<double?> _confidence = new("--confidence") { Description = "Stop a cell when the 95 % interval of its cost is narrower than so many points; all images by default." };
    private readonly Option<bool> _skipBadImages = new("--skip-bad-images") { Description = "Leave out images that do not decode." };

    private readonly Option<bool> _acceptBaseline = new("--accept-baseline") { Description = "Measure although the labels of a model's FP32 run cannot be right; its rows say so." };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _zoo, _models, _bits, _methods, _granularity, _calibrator, _biasCorrection, _absorb, _images, _device, _confidence, _skipBadImages, _acceptBaseline })
            command.Options.Add(option);
    }

    public SweepFile Apply(ParseResult parsed, SweepFile file, bool namesOnly) => file with
    {
        Zoo = parsed.GetValue(_zoo) is { } zoo ? (namesOnly ? zoo : Path.GetFullPath(zoo)) : file.Zoo,
        Models = parsed.GetValue(_models) ?? file.Models,
        Bits = List(parsed, _bits) ?? file.Bits,
        Methods = List(parsed, _methods) ?? file.Methods,
        Granularity = List(parsed, _granularity) ?? file.Granularity,
        Calibrator = List(parsed, _calibrator) ?? file.Calibrator,
        BiasCorrection = List(parsed, _biasCorrection) ?? file.BiasCorrection,
        AbsorbBiases = List(parsed, _absorb)?.ConvertAll(Flag) ?? file.AbsorbBiases,
        Images = parsed.GetValue(_images) switch
        {
            null => file.Images,
            "all" => null,
            var n => int.Parse(n, NumberStyles.None, CultureInfo.InvariantCulture),
        },
        Device = parsed.GetValue(_device) ?? file.Device,
        Confidence = parsed.GetValue(_confidence) ?? file.Confidence,
        SkipBadImages = parsed.GetValue(_skipBadImages) || file.SkipBadImages,
        AcceptBaseline = parsed.GetValue(_acceptBaseline) || file.AcceptBaseline,
    };

    private static List<string>? List(ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToList();

    private static bool Flag(string text) => bool.TryParse(text, out var flag) ? flag : throw new SpecException($"--absorb-biases '{text}': expected false, true, or both with a comma");
}
