using SameSame.Evaluation.Configuration;
using SameSame.Quantization;
using SameSame.Quantization.Schemes;
using SameSame.Reporting;

namespace SameSame.Dashboard.Api;

/// <summary>The query of a request for the leaderboard, and of the page's address.</summary>
/// <param name="Model">Glob over model names.</param>
/// <param name="Dataset">Name of the dataset.</param>
/// <param name="Sweep">Sweep that measured it.</param>
/// <param name="Method">Method.</param>
/// <param name="Bits">Weights/activations, as 8/8.</param>
/// <param name="Granularity">per-tensor or per-channel.</param>
/// <param name="MaxCost">At most so many points lost.</param>
/// <param name="MaxBytes">At most so many bytes of packed weights.</param>
/// <param name="Pick">all, best or smallest.</param>
/// <param name="Sort">model, top1, cost, agreement, sqnr, size or measured.</param>
/// <param name="Descending">The other way round.</param>
/// <param name="History">Earlier checkpoints and datasets too.</param>
/// <param name="Offset">How many rows to leave out.</param>
/// <param name="Limit">At most so many rows, 1 to 1000.</param>
/// <param name="Format">json, csv or markdown.</param>
public sealed record BoardParameters(
    string? Model = null, string? Dataset = null, string? Sweep = null, string? Method = null, string? Bits = null,
    string? Granularity = null,
    double? MaxCost = null, long? MaxBytes = null, string? Pick = null, string? Sort = null, bool? Descending = null,
    bool? History = null, int? Offset = null, int? Limit = null,
    string? Format = null)
{
    private static readonly string[] Formats = ["json", "csv", "markdown"];

    /// <summary>The query.</summary>
    /// <exception cref="SpecException">A value cannot be used.</exception>
    public BoardQuery Read()
    {
        if (Format is not null && !Formats.Contains(Format))
            throw new SpecException($"format: {Suggestion.Unknown("format", Format, Formats)}");
        return new BoardQuery
        {
            Model = string.IsNullOrEmpty(Model) ? "*" : Model,
            Dataset = Given(Dataset),
            Sweep = Given(Sweep),
            Method = Given(Method),
            Bits = Given(Bits) is { } bits ? Read("bits", () => BitWidths.Parse(bits).ToString()) : null,
            Granularity = Given(Granularity) is { } granularity
                ? Read("granularity", () => GranularityNames.Parse(granularity).Name())
                : null,
            MaxCost = MaxCost,
            MaxBytes = MaxBytes,
            Pick = Value<BoardPick>("pick", Pick),
            Sort = Value<BoardSort>("sort", Sort),
            Descending = Descending ?? false,
            History = History ?? false,
        };
    }

    // An empty field of a form is one that was left out.
    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static T Value<T>(string name, string? text) where T : struct, Enum => Given(text) is null
        ? default
        : Enum.GetValues<T>().Cast<T?>()
            .FirstOrDefault(v => string.Equals(v.ToString(), text, StringComparison.OrdinalIgnoreCase))
            ?? throw new SpecException(
                $"{name}: {Suggestion.Unknown("value", text!, Enum.GetNames<T>().Select(n => n.ToLowerInvariant()))}");

    private static string Read(string name, Func<string> read)
    {
        try
        {
            return read();
        }
        catch (FormatException e)
        {
            throw new SpecException($"{name}: {e.Message}", e);
        }
    }
}
