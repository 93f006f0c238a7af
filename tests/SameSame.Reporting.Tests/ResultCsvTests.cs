using SameSame.Contracts.Results;
using SameSame.Quantization.Schemes;

namespace SameSame.Reporting.Tests;

public class ResultCsvTests
{
    [Fact]
    public void Numbers_have_columns_of_their_own()
    {
        var row = Rows.Row("net", "cle", 8, 8, 75.5f, 20.25f) with
        {
            WeightBytes = 1234, Sweep = "s-1", Measured = new DateTimeOffset(2026, 5, 4, 3, 2, 1, TimeSpan.Zero)
        };
        var fields = Fields(ResultCsv.Of([row], new Verdicts([row])));
        Assert.Equal(
            ("75.5", "74.5", "76.5", "true", "1234"),
            (fields["top1"], Plus(fields["ciLow"]), Plus(fields["ciHigh"]), fields["best"], fields["bytes"]));
        Assert.Equal(("2026-05-04T03:02:01Z", "s-1", "20.25"), (fields["measured"], fields["sweep"], fields["sqnrDb"]));

        // The fixture's interval is of points lost around 76 - 75.5.
        static string Plus(string text) => (75 + float.Parse(text, System.Globalization.CultureInfo.InvariantCulture))
            .ToString("0.0", System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void A_name_that_a_spreadsheet_would_compute_stays_text()
    {
        var row = Rows.Row("=HYPERLINK(\"http://x\")", "cle", 8, 8, 75.5f, -1);
        var csv = ResultCsv.Of([row], new Verdicts([row]));
        Assert.Contains("\"'=HYPERLINK(\"\"http://x\"\")\"", csv, StringComparison.Ordinal);
        Assert.Equal("-1", Fields(ResultCsv.Of([row with { Model = "m" }], new Verdicts([])))["sqnrDb"]);
    }

    [Fact]
    public void A_failed_cell_is_there_with_its_reason_and_without_figures()
    {
        var cell = new CellResult
        {
            Model = "m", ModelSha256 = "sha", Method = "cle", Scheme = new QuantizationScheme(new BitWidths(8, 4)),
            Status = CellStatus.Failed, Error = "burned"
        };
        var fields = Fields(ResultCsv.OfCells([cell], [], new Verdicts([])));
        Assert.Equal(
            ("m", "cle", "8", "4", "failed", "burned"),
            (fields["model"], fields["method"], fields["weightBits"], fields["activationBits"], fields["status"],
                fields["error"]));
        Assert.Equal(("", "", "", ""), (fields["top1"], fields["images"], fields["best"], fields["ciLow"]));
    }

    private static Dictionary<string, string> Fields(string csv)
    {
        var lines = csv.Split("\r\n");
        return lines[0].Split(',').Zip(lines[1].Split(',')).ToDictionary(p => p.First, p => p.Second);
    }
}
