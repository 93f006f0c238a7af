using System.CommandLine;
using SameSame.Client.Parsing;
using SameSame.Contracts.Results;
using SameSame.Evaluation.Configuration;
using SameSame.Hosting.Access;
using SameSame.Quantization;
using SameSame.Reporting;

namespace SameSame.Client.Commands;

/// <summary><c>samesame leaderboard</c>.</summary>
internal static class LeaderboardCommand
{
    private static readonly string[] Formats = ["table", "json", "csv", "markdown"];

    public static Command Create(ClientConsole console)
    {
        var options = new BoardOptions();
        var top = new Option<int?>("--top") { Description = "Only the first so many rows." }.Must(Check.Positive);
        var format = new Option<string>("--format") { Description = string.Join(", ", Formats), DefaultValueFactory = _ => Formats[0] }
            .Offer(Formats);
        var session = new SessionOptions();
        var command = new Command("leaderboard", "What has been measured, best methods first.") { top, format };
        options.AddTo(command);
        session.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var query = options.Read(parsed);
            var form = parsed.GetValue(format)!;
            if (!Formats.Contains(form))
                throw new SpecException($"--format: {Suggestion.Unknown("format", form, Formats)}");
            return await session.RunAsync(parsed, startWork: false, async (cluster, _, stop) =>
            {
                var all = await Board.ReadAsync(cluster.Grains, stop).ConfigureAwait(false);
                // Marks are found among all rows: a neighbour may be hidden by an option.
                var scope = query.History ? all : Ranking.Current(all);
                var verdicts = await Board.JudgeAsync(cluster.Grains, scope, query.Apply(all, new Verdicts([])), stop).ConfigureAwait(false);
                var found = query.Apply(all, verdicts);
                IReadOnlyList<LeaderboardRow> shown = [.. found.Take(parsed.GetValue(top) ?? int.MaxValue)];
                if (all.Count == 0)
                    console.Say("the leaderboard is empty; 'samesame sweep run SPEC.yaml' fills it");
                else if (found.Count == 0)
                    console.Say($"none of the {scope.Count} rows fits these options");
                else if (shown.Count < found.Count)
                    console.Say($"showing {shown.Count} of {found.Count} rows");
                if (shown.Count > 0 || form != Formats[0])
                    Write(console, form, shown, verdicts, query);
                return ExitCodes.Done;
            }, cancellation).ConfigureAwait(false);
        });
        return command;
    }

    private static void Write(ClientConsole console, string format, IReadOnlyList<LeaderboardRow> rows, Verdicts verdicts, BoardQuery query)
    {
        if (format == "json")
        {
            console.Output.WriteLine(ResultJson.Leaderboard(rows, verdicts));
            return;
        }

        if (format == "csv")
        {
            console.Output.Write(ResultCsv.Of(rows, verdicts));
            return;
        }

        var table = LeaderboardTable.Of(rows, verdicts, query.History);
        if (format == "markdown")
            console.Output.Write(TextFormats.Markdown(table));
        else
            console.Write(table);
        foreach (var legend in LeaderboardTable.Legends(rows, verdicts))
            console.Say(legend);
    }
}
