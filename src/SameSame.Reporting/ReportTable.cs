namespace SameSame.Reporting;

/// <summary>A table of text, ready for any output format.</summary>
/// <param name="Columns">Headers and alignment.</param>
/// <param name="Rows">One text a column.</param>
public sealed record ReportTable(IReadOnlyList<ReportColumn> Columns, IReadOnlyList<string[]> Rows);

/// <summary>One column.</summary>
/// <param name="Header">What it shows.</param>
/// <param name="RightAligned">True for numbers.</param>
public sealed record ReportColumn(string Header, bool RightAligned = false);
