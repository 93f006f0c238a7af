using SameSame.Reporting;
using Spectre.Console;

namespace SameSame.Client;

/// <summary>What the commands write to: results on standard output, everything else on standard error.</summary>
public sealed class ClientConsole
{
    private const int UnboundedWidth = 400;
    private readonly TextWriter _error;
    private readonly IAnsiConsole _out;

    /// <summary>Writes to the given streams.</summary>
    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    /// <param name="terminal">Where progress is drawn; by default standard error, if both streams are a terminal.</param>
    public ClientConsole(TextWriter output, TextWriter error, IAnsiConsole? terminal = null)
    {
        Output = output;
        _error = error;
        Interactive = terminal is not null || (!Console.IsOutputRedirected && !Console.IsErrorRedirected);
        CanAsk = terminal is not null || (Interactive && !Console.IsInputRedirected);
        _out = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = Interactive ? AnsiSupport.Detect : AnsiSupport.No });
        // A pipe has no width: rows are never folded there.
        if (!Interactive || _out.Profile.Width < 20)
            _out.Profile.Width = UnboundedWidth;
        Progress = terminal ?? AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
    }

    /// <summary>Standard output.</summary>
    public TextWriter Output { get; }

    /// <summary>True on a terminal: progress may be drawn.</summary>
    public bool Interactive { get; }

    /// <summary>True where somebody can be asked.</summary>
    public bool CanAsk { get; }

    /// <summary>Where progress is drawn, and questions are asked.</summary>
    public IAnsiConsole Progress { get; }

    /// <summary>One line on standard error.</summary>
    public void Say(string line) => _error.WriteLine(line);

    /// <summary>A table on standard output.</summary>
    public void Write(ReportTable table)
    {
        var view = new Table { Border = Interactive ? TableBorder.Rounded : TableBorder.Ascii2 };
        foreach (var column in table.Columns)
            view.AddColumn(new TableColumn(column.Header.EscapeMarkup()) { Alignment = column.RightAligned ? Justify.Right : Justify.Left, NoWrap = true });
        foreach (var row in table.Rows)
            view.AddRow(row.Select(c => c.EscapeMarkup()).ToArray());
        _out.Write(view);
    }
}
