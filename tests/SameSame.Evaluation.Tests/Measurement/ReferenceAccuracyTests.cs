using SameSame.Evaluation.Measurement;
using SameSame.Evaluation.Sessions;
using SameSame.Onnx.IO;
using SameSame.Testing;

namespace SameSame.Evaluation.Tests.Measurement;

/// <summary>FP32 accuracy against the catalogue's reference: decoding, cropping, normalization and labels are all right, or this fails.</summary>
public class ReferenceAccuracyTests
{
    [Fact]
    public void The_sample_zoo_reaches_its_references() => Check(Places.Fashion);

    [SkippableFact]
    public void The_ImageNet_models_reach_theirs() => Check(Places.Imagenet);

    private static void Check(string folder)
    {
        using var zoo = new SampleZoo(folder);
        foreach (var entry in zoo.Zoo.Models)
        {
            using var session = new OrtModel(File.ReadAllBytes(zoo.Zoo.FileOf(entry)), new SessionSettings(2), entry.Name);
            var top1 = AccuracyRun.Measure(session, zoo.Evaluation(entry), null, keepLogits: false, null, default).Top1;
            Assert.True(Math.Abs(top1 - entry.Reference!.Top1) <= 0.3, $"{entry.Name}: {top1:0.00} where the catalogue states {entry.Reference.Top1:0.00}");
        }
    }
}
