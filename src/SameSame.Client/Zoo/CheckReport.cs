using SameSame.Reporting;

namespace SameSame.Client.Zoo;

/// <summary>What <c>zoo check</c> writes: a line as each model is through, or one JSON object at the end, <c>{"ok", "catalogue",
/// "dataset", "models"}</c>.</summary>
/// <param name="console">Where to.</param>
/// <param name="json">Whether as JSON.</param>
internal sealed class CheckReport(ClientConsole console, bool json)
{
    private readonly List<Entry> _models = [];
    private object? _dataset;

    /// <summary>What was found of the dataset.</summary>
    public void Dataset(string name, string found)
    {
        _dataset = new { Name = name, Found = found };
        Line($"      {name}: {found}");
    }

    /// <summary>What was found of a model.</summary>
    public void Model(string name, CheckedModel found)
    {
        _models.Add(new Entry(name, found.Ok, found.Line, found.Top1, ReferenceWritten: false, null));
        Line($"{(found.Ok ? "ok  " : "FAIL")}  {name}: {found.Line}");
    }

    /// <summary>What other preprocessings and label offsets would do to the last model.</summary>
    /// <param name="ok">Whether none does far better than what is written.</param>
    /// <param name="text">What was found.</param>
    public void Labels(bool ok, string text)
    {
        _models[^1] = _models[^1] with { Ok = _models[^1].Ok && ok, Labels = text };
        Line($"{(ok ? "ok  " : "FAIL")}  {_models[^1].Name}: {text}");
    }

    /// <summary>The last model's reference was written into the catalogue.</summary>
    public void Written(string catalogue)
    {
        _models[^1] = _models[^1] with { ReferenceWritten = true };
        Line($"      {_models[^1].Name}: reference written to {catalogue}");
    }

    /// <summary>Ends it.</summary>
    /// <returns>The exit code.</returns>
    public int End(string catalogue)
    {
        var ok = _models.TrueForAll(m => m.Ok);
        if (json)
            console.Output.WriteLine(ResultJson.Of(new { Ok = ok, Catalogue = Path.GetFullPath(catalogue), Dataset = _dataset,
                Models = _models }));
        return ok ? ExitCodes.Done : ExitCodes.SomeFailed;
    }

    private void Line(string text)
    {
        if (!json)
            console.Output.WriteLine(text);
    }

    private sealed record Entry(string Name, bool Ok, string Found, double? Top1, bool ReferenceWritten, string? Labels);
}
