using SameSame.Client.Zoo;
using SameSame.Evaluation.Configuration;
using SameSame.Hosting.Specs;

namespace SameSame.Client.Doctor;

/// <summary>A sweep's spec, with its zoo and its dataset.</summary>
internal sealed class SpecCheck(string path) : ICheck
{
    public IEnumerable<Finding> Run()
    {
        var spec = Try("spec", path, () => YamlFile.Read<SweepFile>(path).ToSpec(path, namesOnly: false, force: false), s => $"{s.Schemes.Length} schemes x {s.Methods.Length} methods", out var read);
        yield return read;
        if (spec is null)
            yield break;
        var zoo = Try("zoo", spec.Zoo, () => ZooFile.Read(spec.Zoo), z => $"{z.Models.Count} models", out read);
        yield return read;
        foreach (var model in zoo?.Models.Where(m => !File.Exists(zoo.FileOf(m))) ?? [])
            yield return new Finding(Verdict.Failure, "zoo", $"{zoo!.FileOf(model)} is missing", "restore it, or remove the model from the catalogue");
        Try("dataset", spec.Dataset, () => DatasetFile.Read(spec.Dataset), Describe, out read);
        yield return read;
    }

    private static string Describe(DatasetFile dataset)
    {
        if (dataset.Calibration is null)
            throw new SpecException($"{dataset.Path}: calibration: calibration images are needed");
        return DatasetSummary.Of(dataset);
    }

    private static T? Try<T>(string subject, string path, Func<T> read, Func<T, string> describe, out Finding finding) where T : class
    {
        try
        {
            var value = read();
            finding = new Finding(Verdict.Ok, subject, $"{path}: {describe(value)}");
            return value;
        }
        catch (SpecException e)
        {
            finding = new Finding(Verdict.Failure, subject, e.Message, "correct the file");
            return null;
        }
    }
}
