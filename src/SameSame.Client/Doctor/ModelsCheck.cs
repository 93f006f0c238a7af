using System.Diagnostics;
using System.Globalization;
using System.IO.Enumeration;
using SameSame.Client.Zoo;
using SameSame.Evaluation.Configuration;

namespace SameSame.Client.Doctor;

/// <summary>Every model of a sweep's catalogue, opened: can it be measured, and if not, why.</summary>
/// <param name="zoo">The catalogue.</param>
/// <param name="selected">The sweep's glob over model names; models outside it are opened too, but stop nothing.</param>
/// <param name="classes">The dataset's classes, or null where it cannot be opened.</param>
/// <param name="limit">How long to go on; what is left then is named.</param>
internal sealed class ModelsCheck(ZooFile zoo, string selected, ClassRange? classes, TimeSpan limit) : ICheck
{
    public IEnumerable<Finding> Run()
    {
        var (opening, watch, measurable, opened) = (new ModelOpening(zoo, classes), Stopwatch.StartNew(), 0, 0);
        foreach (var model in zoo.Models)
        {
            if (opened > 0 && watch.Elapsed > limit)
                break;
            var found = opening.Open(model);
            opened++;
            measurable += found.Measurable ? 1 : 0;
            var stops = FileSystemName.MatchesSimpleExpression(selected, model.Name, ignoreCase: false);
            yield return found.Measurable
                ? new Finding(Verdict.Ok, "model", $"{model.Name}: can be measured: {found.Text}")
                : new Finding(stops ? Verdict.Failure : Verdict.Warning, "model",
                    $"{model.Name}: cannot be measured: {found.Text}", found.Fix);
        }

        if (!zoo.Models.Exists(m => FileSystemName.MatchesSimpleExpression(selected, m.Name, ignoreCase: false)))
            yield return new Finding(Verdict.Failure, "models", $"no model of {zoo.Path} matches '{selected}'",
                "correct models in the sweep's file");
        var summary = $"{measurable} of {zoo.Models.Count} can be measured; each was opened and run once on a blank image, "
            + $"none on the dataset's images";
        yield return opened == zoo.Models.Count
            ? new Finding(Verdict.Ok, "models", summary)
            : new Finding(Verdict.Warning, "models", Unopened(opened), $"'samesame zoo check {zoo.Path}' opens them all");
    }

    private string Unopened(int opened)
    {
        var left = string.Join(", ", zoo.Models.Skip(opened).Select(m => m.Name));
        return string.Create(CultureInfo.InvariantCulture, $"not opened, since {limit.TotalSeconds:0} s were over: {left}");
    }
}
