using System.CommandLine;
using SameSame.Client.Parsing;
using SameSame.Evaluation.Configuration;
using SameSame.Quantization;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;
using SameSame.Reporting;

namespace SameSame.Client.Commands;

/// <summary>Options that say which rows of the leaderboard are meant.</summary>
internal sealed class BoardOptions
{
    private readonly Option<string> _model = new("--model")
        { Description = "Glob over model names.", DefaultValueFactory = _ => "*" };
    private readonly Option<string?> _dataset = new("--dataset") { Description = "Name of the dataset." };
    private readonly Option<string?> _sweep = new("--sweep") { Description = "Id of the sweep that measured it." };
    private readonly Option<string?> _method = new Option<string?>("--method") { Description = "Method." }
        .Offer(EqualizationMethods.All.Select(m => m.Name));
    private readonly Option<string?> _bits = new("--bits") { Description = "Weights/activations." };
    private readonly Option<string?> _granularity = new("--granularity") { Description = "per-tensor or per-channel." };
    private readonly Option<double?> _maxCost = new Option<double?>("--max-cost")
        { Description = "At most so many points of top-1 lost." }
        .Must(Check.IsPoints);
    private readonly Option<double?> _maxSize = new Option<double?>("--max-size")
        { Description = "At most so many megabytes (10^6 bytes) of packed weights." }
        .Must(Check.IsSize);
    private readonly Option<bool> _best = new("--best") { Description = "Only the best row of each model and bit width." };
    private readonly Option<string?> _pick = new("--pick")
        { Description = "best, or smallest: of each model the fewest bits that the other options leave." };
    private readonly Option<string> _sort = new("--sort")
        { Description = Names<BoardSort>(), DefaultValueFactory = _ => "model" };
    private readonly Option<bool> _reverse = new("--reverse") { Description = "The other way round." };
    private readonly Option<bool> _history = new("--history")
        { Description = "Earlier checkpoints and datasets too, with sweep and time." };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[]
        {
            _model, _dataset, _sweep, _method, _bits, _granularity, _maxCost, _maxSize, _best, _pick, _sort, _reverse, _history
        })
            command.Options.Add(option);
    }

    public BoardQuery Read(ParseResult parsed) => new()
    {
        Model = parsed.GetValue(_model)!,
        Dataset = parsed.GetValue(_dataset),
        Sweep = parsed.GetValue(_sweep),
        Method = parsed.GetValue(_method) is { } method ? EqualizationMethods.Get(method).Name : null,
        Bits = parsed.GetValue(_bits) is { } bits ? BitWidths.Parse(bits).ToString() : null,
        Granularity = parsed.GetValue(_granularity) is { } granularity ? GranularityNames.Parse(granularity).Name() : null,
        MaxCost = parsed.GetValue(_maxCost),
        MaxBytes = parsed.GetValue(_maxSize) is { } size ? (long)(size * 1e6) : null,
        Pick = PickOf(parsed.GetValue(_pick)) is { } pick ? pick : parsed.GetValue(_best) ? BoardPick.Best : BoardPick.All,
        Sort = Parse<BoardSort>("--sort", parsed.GetValue(_sort)!),
        Descending = parsed.GetValue(_reverse),
        History = parsed.GetValue(_history),
    };

    /// <summary>What <c>--pick</c> says; null where it is not given.</summary>
    public static BoardPick? PickOf(string? text) => text is null ? null : Parse<BoardPick>("--pick", text);

    private static T Parse<T>(string option, string text) where T : struct, Enum =>
        Enum.GetValues<T>().Cast<T?>().FirstOrDefault(v => string.Equals(v.ToString(), text, StringComparison.OrdinalIgnoreCase))
        ?? throw new SpecException(
            $"{option}: {Suggestion.Unknown("value", text, Enum.GetNames<T>().Select(n => n.ToLowerInvariant()))}");

    private static string Names<T>() where T : struct, Enum =>
        string.Join(", ", Enum.GetNames<T>().Select(n => n.ToLowerInvariant()));
}
