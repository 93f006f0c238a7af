using SameSame.Evaluation.Measurement;
using SameSame.Evaluation.Sessions;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Qdq;
using SameSame.Quantization.BiasCorrection;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Statistics;
using SameSame.Testing;

namespace SameSame.Evaluation.Tests.Measurement;

/// <summary>What calibrators, corrections and methods say they need of the statistics is what they read.</summary>
public sealed class KeptStatisticsTests : IDisposable
{
    private static readonly SessionSettings Session = new(1);
    private readonly SampleZoo _zoo = new(Places.Fashion);
    private readonly Network _network;
    private readonly QuantizationPlan _plan;
    private readonly ImageBatches _images;

    public KeptStatisticsTests()
    {
        var entry = _zoo.Zoo.Models.Single(m => m.Name == "fashion_mobilenet_v2");
        _network = _zoo.Load(entry);
        _plan = QuantizationPlan.Of(_network.Folded, entry.Name);
        _images = _zoo.Calibration(entry, 4);
    }

    public static TheoryData<string, string, bool> Schemes
    {
        get
        {
            var all = new TheoryData<string, string, bool>();
            foreach (var calibrator in Calibrators.All)
            {
                foreach (var correction in BiasCorrections.All)
                {
                    all.Add(calibrator.Name, correction, false);
                    all.Add(calibrator.Name, correction, true);
                }
            }

            return all;
        }
    }

    public void Dispose() => _zoo.Dispose();

    [Theory]
    [MemberData(nameof(Schemes))]
    public void A_scheme_gives_the_same_file_without_histograms_exactly_where_it_says_it_needs_none(string calibrator, string correction, bool absorb)
    {
        var scheme = new QuantizationScheme(new BitWidths(6, 6), Granularity.PerTensor, calibrator, correction) { AbsorbBiases = absorb };
        var whole = Export(scheme, Kept.Histograms);
        if (!scheme.Needs.HasFlag(Kept.Histograms))
            Assert.Equal(whole, Export(scheme, Kept.Moments));
        else if (calibrator == "minmax")
            Assert.NotEqual(whole, Export(scheme, Kept.Moments));
        else
            Assert.Throws<InvalidDataException>(() => Export(scheme, Kept.Moments));
    }

    [Fact]
    public void Closed_forms_that_need_no_histograms_find_the_same_factors_without()
    {
        var (whole, moments) = (Problem(Kept.Histograms), Problem(Kept.Moments));
        Assert.All(EqualizationMethods.GroupMethods.Where(m => !m.Needs.HasFlag(Kept.Histograms)), m =>
            Assert.Equal(EqualizationDriver.Run(whole, m, new QuantizationScheme(new BitWidths(4, 8))).Factors, EqualizationDriver.Run(moments, m, new QuantizationScheme(new BitWidths(4, 8))).Factors));
    }

    private ModelStatistics Statistics(Kept keep) => CalibrationPass.Run(_network, _plan, _images, keep, Session, null, default);

    private EqualizationProblem Problem(Kept keep) => EqualizationProblems.Build(_network, _plan, Statistics(keep));

    private byte[] Export(QuantizationScheme scheme, Kept keep)
    {
        var factors = EqualizationDriver.Run(Problem(keep), new TwoStepMethod());
        return OnnxFile.ToBytes(CorrectedExport.Of(
            _network, _plan, Statistics(keep), factors, scheme, _images.Input.PixelRange, () => MeanImages.Of(_network, _plan, _images, Session, default), default).Model);
    }
}
