using SameSame.Evaluation.Measurement;
using SameSame.Evaluation.Sessions;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Qdq;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Search;
using SameSame.Quantization.Statistics;
using SameSame.Testing;

namespace SameSame.Evaluation.Tests.Measurement;

public class SearchTests
{
    private static readonly SessionSettings Session = new(1);

    [Theory]
    [InlineData("6/6", "analytic")]
    [InlineData("4/8", "empirical")]
    public async Task The_search_is_behind_no_other_method_where_it_chose_and_ahead_of_cle_on_images_it_has_not_seen(string bits, string correction)
    {
        using var zoo = new SampleZoo(Places.Fashion);
        var entry = zoo.Zoo.Models.Single(m => m.Name == "fashion_mobilenet_v1");
        var network = zoo.Load(entry);
        var plan = QuantizationPlan.Of(network.Folded, entry.Name);
        var (calibration, evaluation) = (zoo.Calibration(entry, 128), zoo.Evaluation(entry, 500));
        var statistics = CalibrationPass.Run(network, plan, calibration, Kept.Histograms, Session, null, default);
        var problem = EqualizationProblems.Build(network, plan, statistics);
        var scheme = new QuantizationScheme(BitWidths.Parse(bits), BiasCorrection: correction);
        var others = EqualizationMethods.GroupMethods.Select(m => EqualizationDriver.Run(problem, m, scheme)).ToList();

        var scorer = NetworkScorer.Prepare(network, plan, calibration, Session, default);
        var found = await SearchAsync(parallel: 2);
        double Chosen(Factorization factors) => scorer.Score(factors, scheme, CalibrationFold.Selection, Session, default);
        Assert.True(Chosen(found) >= others.Max(Chosen));
        var reference = Reference(network, evaluation);
        var (search, cle) = (Measure(found), Measure(others.Single(o => o.Method == "cle")));
        Assert.True(search > cle + 0.5, $"{search:0.00} dB beside {cle:0.00}");
        // One core or two, the answer is the same.
        Assert.Equal(found.Factors, (await SearchAsync(parallel: 1)).Factors);

        Task<Factorization> SearchAsync(int parallel) =>
            new FactorSearch(problem, scheme, new SearchMethod(), new ParallelSearchWorker(problem, scorer, scheme, parallel)).RunAsync(others, default);

        QdqExport Export(Factorization factors) => CorrectedExport.Of(
            network, plan, statistics, factors, scheme, evaluation.Input.PixelRange, () => MeanImages.Of(network, plan, calibration, Session, default), default);

        double Measure(Factorization factors)
        {
            using var session = new OrtModel(OnnxFile.ToBytes(MeasuredForm.Of(Export(factors).Model)), Session, entry.Name);
            return AccuracyRun.Measure(session, evaluation, reference, keepLogits: false, null, default).Noise.Decibels;
        }
    }

    [Theory]
    [InlineData("none")]
    [InlineData("analytic")]
    [InlineData("empirical")]
    public void What_a_search_decides_on_is_corrected_as_the_cell_is(string correction)
    {
        using var zoo = new SampleZoo(Places.Fashion);
        var entry = zoo.Zoo.Models.Single(m => m.Name == "fashion_mobilenet_v1");
        var network = zoo.Load(entry);
        var plan = QuantizationPlan.Of(network.Folded, entry.Name);
        var calibration = zoo.Calibration(entry, 64);
        // By hand: ranges and means from every other image, measured on those between.
        var (fit, selection) = (Every(calibration, 0), Every(calibration, 1));
        var statistics = CalibrationPass.Run(network, plan, fit, Kept.Histograms, Session, null, default);
        var scheme = new QuantizationScheme(BitWidths.Parse("4/8"), BiasCorrection: correction);
        var factors = EqualizationDriver.Run(EqualizationProblems.Build(network, plan, statistics), new CrossLayerEqualizationMethod());
        var export = correction == "empirical"
            ? EmpiricalCorrection.Export(network, plan, statistics, EmpiricalCorrection.Reference(network, plan, fit, Session, default), factors, scheme, fit, default)
            : QdqExporter.Export(network, plan, statistics, factors, scheme, calibration.Input.PixelRange);
        using var session = new OrtModel(OnnxFile.ToBytes(MeasuredForm.Of(export.Model)), Session, entry.Name);
        var expected = AccuracyRun.Measure(session, selection, Reference(network, selection), keepLogits: false, null, default).Noise.Decibels;
        Assert.Equal(expected, NetworkScorer.Prepare(network, plan, calibration, Session, default).Score(factors, scheme, CalibrationFold.Selection, Session, default), 1e-6);
    }

    private static ImageBatches Every(ImageBatches images, int first) => images with
    {
        Indices = [.. images.Indices.Where((_, n) => n % 2 == first)],
        Labels = [.. images.Labels.Where((_, n) => n % 2 == first)],
    };

    [Fact]
    public void The_folds_share_no_image_and_leave_out_none()
    {
        var (fit, selection) = (NetworkScorer.Fold(100, CalibrationFold.Fit), NetworkScorer.Fold(100, CalibrationFold.Selection));
        Assert.Equal(Enumerable.Range(0, 100), fit.Concat(selection).Order());
        Assert.All(NetworkScorer.Fold(5, CalibrationFold.Fit).Zip(NetworkScorer.Fold(5, CalibrationFold.Selection)), p => Assert.Equal(p.First, p.Second));
        Assert.Equal(NetworkScorer.FoldImages, NetworkScorer.Fold(5000, CalibrationFold.Selection).Length);
    }

    private static float[] Reference(Network network, ImageBatches images)
    {
        using var session = new OrtModel(OnnxFile.ToBytes(MeasuredForm.Of(network.Original)), Session, network.Name);
        return AccuracyRun.Measure(session, images, null, keepLogits: true, null, default).Logits!;
    }
}
