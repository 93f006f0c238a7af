using System.CommandLine;
using SameSame.Client.Parsing;
using SameSame.Evaluation.Configuration;
using SameSame.Hosting.Access;
using SameSame.Quantization;
using SameSame.Reporting;
using SameSame.Reporting.Comparison;

namespace SameSame.Client.Commands;

/// <summary><c>samesame compare A B</c>.</summary>
internal static class CompareCommand
{
    private static readonly string[] Formats = ["table", "json", "markdown"];

    public static Command Create(ClientConsole console)
    {
        var a = new Argument<string>("a") { Description = "A sweep's id, or a model of the leaderboard." };
        var b = new Argument<string>("b") { Description = "Another one." };
        var limit = new Option<double?>("--fail-on-regression")
            { Description = "Exit with 1 when a cell became significantly worse by more than so many points." }
            .Must(Check.IsLoss);
        var format = new Option<string>("--format")
            { Description = string.Join(", ", Formats), DefaultValueFactory = _ => Formats[0] }
            .Offer(Formats);
        var session = new SessionOptions();
        var command = new Command("compare", "Two sweeps or two models, cell by cell over the same images.")
            { a, b, limit, format };
        session.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var form = parsed.GetValue(format)!;
            if (!Formats.Contains(form))
                throw new SpecException($"--format: {Suggestion.Unknown("format", form, Formats)}");
            return await session.RunAsync(parsed, startWork: false, async (cluster, _, stop) =>
            {
                var comparison = await ComparedSides.CompareAsync(
                    cluster.Grains, parsed.GetValue(a)!, parsed.GetValue(b)!, stop).ConfigureAwait(false);
                Write(console, form, comparison);
                return Verdict(console, comparison, parsed.GetValue(limit));
            }, cancellation).ConfigureAwait(false);
        });
        return command;
    }

    private static void Write(ClientConsole console, string format, SideComparison comparison)
    {
        if (format == "json")
        {
            console.Output.WriteLine(ResultJson.Of(ComparisonJson.Of(comparison)));
            return;
        }

        var table = ComparisonTable.Of(comparison);
        if (format == "markdown")
            console.Output.Write(TextFormats.Markdown(table));
        else if (comparison.Cells.Count > 0)
            console.Write(table);
        foreach (var (name, first, second) in comparison.Differences)
            console.Say($"differs: {name}: {(first.Length > 0 ? first : "-")} / {(second.Length > 0 ? second : "-")}");
        console.Say(ComparisonTable.Legend);
        console.Say(ComparisonTable.Summary(comparison));
    }

    private static int Verdict(ClientConsole console, SideComparison comparison, double? limit)
    {
        if (comparison.Cells.Count == 0)
            throw new SpecException(
                $"{comparison.A} and {comparison.B} have no configuration in common: nothing can be compared");
        if (limit is null)
            return ExitCodes.Done;
        var regressions = comparison.Regressions(limit.Value);
        foreach (var cell in regressions)
            console.Say(FormattableString.Invariant(
                $"regression: {cell.B.Model} {cell.B.WeightBits}/{cell.B.ActivationBits} {cell.B.Granularity} {cell.B.Method}: {cell.Points:0.00} points, 95 % {cell.Low:0.00} .. {cell.High:0.00}"));
        return regressions.Count > 0 ? ExitCodes.SomeFailed : ExitCodes.Done;
    }
}
