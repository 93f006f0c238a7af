using System.CommandLine;
using SameSame.Client.Files;
using SameSame.Client.Parsing;
using SameSame.Evaluation.Configuration;
using SameSame.Grains.Artifacts;
using SameSame.Onnx;
using SameSame.Quantization;
using SameSame.Quantization.BiasCorrection;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Statistics;

namespace SameSame.Client.Models;

/// <summary>The options by which <c>equalize</c> and <c>quantize</c> come to factors: a method and the scheme it is for, or a file of factors found before.</summary>
internal sealed class FactorOptions
{
    private readonly Option<string> _method = new Option<string>("--method")
        { Description = string.Join(", ", EqualizationMethods.All.Select(m => m.Name)) + ", search:N",
            DefaultValueFactory = _ => "two-step" }
        .Offer(EqualizationMethods.All.Select(m => m.Name));
    private readonly Option<string> _bits = new("--bits") { Description = "Weights/activations.", DefaultValueFactory = _ => "8/8" };
    private readonly Option<string> _granularity = new Option<string>("--granularity")
        { Description = string.Join(", ", GranularityNames.All), DefaultValueFactory = _ => "per-tensor" }
        .Offer(GranularityNames.All);
    private readonly Option<string> _calibrator = new Option<string>("--calibrator")
        { Description = string.Join(", ", Calibrators.All.Select(c => c.Name)), DefaultValueFactory = _ => "minmax" }
        .Offer(Calibrators.All.Select(c => c.Name));
    private readonly Option<string> _correction = new Option<string>("--bias-correction")
        { Description = string.Join(", ", BiasCorrections.All), DefaultValueFactory = _ => "none" }
        .Offer(BiasCorrections.All);
    private readonly Option<bool> _absorb = new("--absorb-biases") { Description = "Move high biases into the next layer where it has no zero padding; exact on calibration images only." };
    private readonly Option<int> _images = new Option<int>("--calibration-images")
        { Description = "Calibration images.", DefaultValueFactory = _ => 256 }
        .Must(Check.Positive);
    private readonly Option<bool> _skip = new("--skip-bad-images") { Description = "Leave out images that do not decode." };
    private readonly Option<string?> _factors = new Option<string?>("--factors")
        { Description = "Apply the factors in this file instead of looking for some." }
        .Must(Check.IsFile);
    private readonly Option<string?> _save = new Option<string?>("--save-factors")
        { Description = "Write the factors to this file." }
        .Must(Check.CanBeWritten);

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _method, _bits, _granularity, _calibrator, _correction, _absorb, _images, _skip, _factors, _save })
            command.Options.Add(option);
    }

    /// <summary>The scheme.</summary>
    public QuantizationScheme Scheme(ParseResult parsed) => new(
        BitWidths.Parse(parsed.GetValue(_bits)!), GranularityNames.Parse(parsed.GetValue(_granularity)!), Calibrators.Get(parsed.GetValue(_calibrator)!).Name, BiasCorrections.Check(parsed.GetValue(_correction)!)) { AbsorbBiases = parsed.GetValue(_absorb) };

    /// <summary>Calibrates and finds or reads the factors.</summary>
    /// <exception cref="SpecException">The factor file cannot be used.</exception>
    /// <exception cref="OnnxFormatException">The rewritten network does not compute the same.</exception>
    public async Task<(Calibrated Calibrated, Factorization Factorization, double Drift)> ResolveAsync(ParseResult parsed, ModelOptions model, ModelContext context, CancellationToken cancellation)
    {
        var (method, scheme) = (EqualizationMethods.Get(parsed.GetValue(_method)!), Scheme(parsed));
        var given = parsed.GetValue(_factors) is { } file ? Read(file) : null;
        var calibrated = Calibrated.Run(context, parsed.GetValue(_images), method.Needs | scheme.Needs, model.Cache(parsed), parsed.GetValue(_skip), cancellation);
        var expected = calibrated.Network.Analysis.ClassCount;
        if (given is not null && given.Factors.Length != expected)
            throw new SpecException($"{parsed.GetValue(_factors)}: {given.Factors.Length} factors, but {context.Path} has {expected} channel classes; they belong to another network");
        var factorization = given ?? await calibrated.FactorizeAsync(method, scheme, cancellation).ConfigureAwait(false);
        if (parsed.GetValue(_save) is { } target)
            await OutputFile.WriteAsync(target, FactorizationFormat.Write(factorization), cancellation).ConfigureAwait(false);
        return (calibrated, factorization, calibrated.CheckDrift(factorization));
    }

    private static Factorization Read(string file)
    {
        try
        {
            return FactorizationFormat.Read(File.ReadAllBytes(file));
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            throw new SpecException(
                $"{file}: no factors can be read from it ({FileFault.Reason(file, e)}); write some with --save-factors");
        }
    }
}
