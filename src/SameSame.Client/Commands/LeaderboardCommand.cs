using System.CommandLine;
using System.IO.Enumeration;
using SameSame.Contracts.Results;
using SameSame.Evaluation.Configuration;
using SameSame.Quantization;
using SameSame.Quantization.Schemes;
using SameSame.Reporting;

namespace SameSame.Client.Commands;

/// <summary><c>samesame leaderboard</c>.</summary>
internal static class LeaderboardCommand
{
    private static readonly string[] Formats = ["table", "json", "csv", "markdown"];

    public static Command Create(ClientConsole console)
    {
        var model = new Option<string>("--model") { Description = "Glob over model names.", DefaultValueFactory = _ => "*" };
        var bits = new Option<string?>("--bits") { Description = "Weights/activations." };
        var best = new Option<bool>("--best") { Description = "Only the best row of each model and bit width." };
        var format = new Option<string>("--format") { Description = string.Join(", ", Formats), DefaultValueFactory = _ => Formats[0] };
        var session = new SessionOptions();
        var command = new Command("leaderboard", "What has been measured, best methods first.") { model, bits, best, format };
        session.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var wanted = parsed.GetValue(bits) is { } text ? BitWidths.Parse(text) : (BitWidths?)null;
            var form = parsed.GetValue(format)!;
            if (!Formats.Contains(form))
                throw new SpecException($"--format: {Suggestion.Unknown("format", form, Formats)}");
            return await session.RunAsync(parsed, startWork: false, async (cluster, _, stop) =>
            {
                var pages = await Task.WhenAll(Enumerable.Range(0, ILeaderboardGrain.Partitions).Select(p => cluster.Grains.GetGrain<ILeaderboardGrain>(p).ListAsync())).ConfigureAwait(false);
                var rows = pages.SelectMany(p => p)
                    .Where(r => FileSystemName.MatchesSimpleExpression(parsed.GetValue(model)!, r.Model, ignoreCase: false))
                    .Where(r => wanted is null || (r.WeightBits == wanted.Value.Weights && r.ActivationBits == wanted.Value.Activations)).ToList();
                // Marks are found among all rows: a neighbour may be hidden by an option.
                var marks = Plausibility.Marks(pages.SelectMany(p => p));
                IReadOnlyList<LeaderboardRow> shown = parsed.GetValue(best) ? Ranking.Best(rows, marks) : rows;
                if (shown.Count == 0)
                    console.Say("the leaderboard is empty; 'samesame sweep run SPEC.yaml' fills it");
                Write(console, form, shown, marks);
                if (shown.Any(r => marks.ContainsKey(r.Place) || r.FloatLayers > 0))
                    console.Say(LeaderboardTable.Legend);
                return ExitCodes.Done;
            }, cancellation).ConfigureAwait(false);
        });
        return command;
    }

    private static void Write(ClientConsole console, string format, IReadOnlyList<LeaderboardRow> rows, IReadOnlyDictionary<string, string> marks)
    {
        switch (format)
        {
            case "json":
                console.Output.WriteLine(ResultJson.Leaderboard(rows, marks));
                break;
            case "csv":
                console.Output.Write(TextFormats.Csv(LeaderboardTable.Of(rows, marks)));
                break;
            case "markdown":
                console.Output.Write(TextFormats.Markdown(LeaderboardTable.Of(rows, marks)));
                break;
            default:
                console.Write(LeaderboardTable.Of(rows, marks));
                break;
        }
    }
}
