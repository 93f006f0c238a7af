using SameSame.Client.Zoo;
using SameSame.Evaluation.Configuration;
using SameSame.Hosting.Specs;

namespace SameSame.Client.Doctor;

/// <summary>A sweep's spec, with its zoo, its dataset and every model.</summary>
internal sealed class SpecCheck(string path) : ICheck
{
    // A zoo of hundreds of networks takes longer to open than anybody waits for a doctor.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public IEnumerable<Finding> Run()
    {
        var spec = Try("spec", path, () => YamlFile.Read<SweepFile>(path).ToSpec(path, namesOnly: false, force: false), s => $"{s.Schemes.Length} schemes x {s.Methods.Length} methods", out var read);
        yield return read;
        if (spec is null)
            yield break;
        var zoo = Try("zoo", spec.Zoo, () => ZooFile.Read(spec.Zoo), z => $"{z.Models.Count} models", out read);
        yield return read;
        var dataset = Try("dataset", spec.Dataset, () => DatasetFile.Read(spec.Dataset), Describe, out read);
        yield return read;
        if (zoo is null)
            yield break;
        foreach (var finding in new ModelsCheck(zoo, spec.Models, dataset is null ? null : ClassRange.Of(dataset), Limit).Run())
            yield return finding;
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
