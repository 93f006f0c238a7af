using SameSame.Evaluation.Measurement;
using SameSame.Evaluation.Sessions;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Testing;

namespace SameSame.Evaluation.Tests.Sessions;

/// <summary>Sessions share memory and nothing else.</summary>
public class SharedArenaTests
{
    [Fact]
    public void Sessions_that_open_and_close_beside_each_other_get_what_each_gets_alone()
    {
        using var zoo = new SampleZoo(Places.Fashion);
        var cases = zoo.Zoo.Models.Select(m => (Model: OnnxFile.ToBytes(MeasuredForm.Of(zoo.Load(m).Original)), Images: zoo.Evaluation(m, 48))).ToList();
        // Twice: the first session opens the arena, the last gives it back, and the next opens another.
        var alone = cases.Select((_, n) => Logits(n)).ToList();
        Assert.Equal(alone, cases.Select((_, n) => Logits(n)));
        Parallel.For(0, 4 * cases.Count, new ParallelOptions { MaxDegreeOfParallelism = 4 }, n => Assert.Equal(alone[n % cases.Count], Logits(n % cases.Count)));

        float[] Logits(int n)
        {
            using var session = new OrtModel(cases[n].Model, new SessionSettings(1), "m");
            return AccuracyRun.Measure(session, cases[n].Images, null, keepLogits: true, null, default).Logits!;
        }
    }

    [Fact]
    public void A_model_that_does_not_load_harms_no_session_after_it()
    {
        using var zoo = new SampleZoo(Places.Fashion);
        var entry = zoo.Zoo.Models[0];
        for (var n = 0; n < 3; n++)
            Assert.Throws<SameSame.Onnx.OnnxFormatException>(() => new OrtModel([1, 2, 3], new SessionSettings(1), "broken"));
        using var session = new OrtModel(OnnxFile.ToBytes(zoo.Load(entry).Original), new SessionSettings(1), entry.Name);
        Assert.Equal(8, AccuracyRun.Measure(session, zoo.Evaluation(entry, 8), null, keepLogits: false, null, default).Images);
    }
}
