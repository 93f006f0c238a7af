using System.Globalization;
using System.Text;
using SameSame.Contracts.Results;
using SameSame.Quantization.Equalization;
using static SameSame.Reporting.Html.Markup;

namespace SameSame.Reporting.Html;

/// <summary>Channel ranges of one model: a part for each method, and a table of all.</summary>
internal sealed class RangeModel(
    string model, IReadOnlyList<RangeFigure> figures, IEnumerable<CellResult> cells, IReadOnlySet<RangeFigure> drawn, bool fleet)
{
    private readonly Dictionary<string, double> _decibels = cells.Where(c => c.Measurement is not null).GroupBy(c => c.Method)
        .Select(g => (Method: g.Key, Decibels: RangeSelection.Decibels(g))).Where(m => double.IsFinite(m.Decibels))
        .ToDictionary(m => m.Method, m => m.Decibels);

    public string Render()
    {
        var made = figures.Where(f => f.Missing is null).ToList();
        var text = new StringBuilder();
        foreach (var figure in made.Where(drawn.Contains))
        {
            var summary = $"{figure.Method}{Why(figure)}; factors of {figure.Scheme.Bits}";
            text.Append(Details(summary, figure == made[0], Plots(figure)));
        }

        if (made.Count > 0)
            text.Append(HtmlTable.Render(Table(made), $"{model}: use of channel ranges by method"));
        // Methods of one model mostly lack the same thing.
        foreach (var missing in figures.Where(f => f.Missing is not null).GroupBy(f => f.Missing))
            text.Append(Small($"No plot of {string.Join(", ", missing.Select(f => f.Method))}: {missing.Key}"));
        return text.ToString();
    }

    private string Why(RangeFigure figure) => figure != figures[0] ? "" : figures.Count == 1
        ? ", the only method of this model that rewrites"
        : ", the method with the highest mean SQNR of this model";

    private string Plots(RangeFigure figure)
    {
        var kinds = Enum.GetValues<ChannelKind>().Select(k => (Name: k.ToString().ToLowerInvariant(), Spreads: figure.Of(k)))
            .Where(k => k.Spreads.Count > 0).ToList();
        var panels = string.Concat(kinds.Select(k =>
        {
            var title = $"{model}, {figure.Method}: {k.Name}";
            var chart = RangeChart.Draw($"{title}; the table below has names and numbers", k.Spreads, described: !fleet);
            return Figure($"{figure.Method}: {k.Name}", title, chart);
        }));
        var numbers = string.Concat(kinds.Select(k => Details(Numbered(k.Name, k.Spreads.Count), open: false,
            HtmlTable.Render(Numbers(k.Spreads), $"{model}, {figure.Method}: numbers of {k.Name}"))));
        return $"<div class=\"panels\">{panels}</div>\n{numbers}";
    }

    private static string Numbered(string kind, int count) => kind == "weights"
        ? $"{Count(count, "layer")} by name, with numbers"
        : $"{Count(count, "activation")} by name, with numbers";

    private ReportTable Table(IEnumerable<RangeFigure> made) => new(
        [
            new("method"), new("factors of"), new("median use of weight ranges", true), new("of activation ranges", true),
            new("mean SQNR, dB", true),
        ],
        [.. made.Select(f => new[]
        {
            f.Method, f.Scheme.Bits.ToString(),
            Use(f.Utilisation(ChannelKind.Weights)), Use(f.Utilisation(ChannelKind.Activations)),
            _decibels.TryGetValue(f.Method, out var d) ? d.ToString("0.0", CultureInfo.InvariantCulture) : "",
        })]);

    private static ReportTable Numbers(IReadOnlyList<ChannelSpread> spreads) => new(
        [new("#", true), new("name"), new("channels", true), new("median", true), new("lower decile", true)],
        [.. spreads.Select((s, i) => new[]
        {
            FormattableString.Invariant($"{i + 1}"), s.Name, FormattableString.Invariant($"{s.Live} of {s.Channels}"),
            Change(s.Before.Median, s.After.Median), Change(s.Before.P10, s.After.P10),
        })]);

    private static string Change(double before, double after) => FormattableString.Invariant($"{before:0.000} -> {after:0.000}");

    private static string Use((double Before, double After)? use) =>
        use is { } u ? FormattableString.Invariant($"{100 * u.Before:0} % -> {100 * u.After:0} %") : "";
}
