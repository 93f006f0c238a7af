using System.Text.RegularExpressions;

namespace SameSame.Dashboard;

/// <summary>Messages as strangers to the machine may read them: file names without the folders of a silo.</summary>
internal sealed partial class PublicText(HostInfo host)
{
    /// <summary>The message; on a local instance, where files are the reader's own, with their folders.</summary>
    public string Of(string message) => host.Local ? message : Folders().Replace(message, "");

    [GeneratedRegex(@"(?<![\w.:/])/(?:[^/\s:;,'""()<>|]+/)+")]
    private static partial Regex Folders();
}
