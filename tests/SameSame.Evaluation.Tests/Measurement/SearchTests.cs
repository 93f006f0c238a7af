using SameSame.Evaluation.Measurement;
using SameSame.Evaluation.Sessions;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Qdq;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Search;
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
        var statistics = CalibrationPass.Run(network, plan, calibration, Session, null, default);
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

        QdqExport Export(Factorization factors)
        {
            var images = EmpiricalCorrection.Select(calibration);
            return correction == "empirical"
                ? EmpiricalCorrection.Export(network, plan, statistics, EmpiricalCorrection.Reference(network, plan, images, Session, default), factors, scheme, images, default)
                : QdqExporter.Export(network, plan, statistics, factors, scheme, evaluation.Input.PixelRange);
        }

        double Measure(Factorization factors)
        {
            using var session = new OrtModel(OnnxFile.ToBytes(MeasuredForm.Of(Export(factors).Model)), Session, entry.Name);
            return AccuracyRun.Measure(session, evaluation, reference, keepLogits: false, null, default).Noise.Decibels;
        }
    }

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
