using Microsoft.Extensions.Logging;
using SameSame.Evaluation.Configuration;

namespace SameSame.Hosting.Security;

/// <summary>
/// The certificates of a folder, read again when their files change: a secret mount swaps them without a word to the process. Connections that stand keep theirs;
/// new ones take the new.
/// </summary>
public sealed partial class ClusterCertificates
{
    // Files of a few kilobytes; a handshake costs far more.
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly string _folder;
    private readonly TimeProvider _time;
    private byte[][] _files;
    private CertificateSet _current;
    private long _looked;
    private string? _told;

    /// <summary>Reads them.</summary>
    /// <exception cref="SpecException">They cannot be used.</exception>
    public ClusterCertificates(string folder, TimeProvider time)
    {
        (_folder, _time, _looked) = (folder, time, time.GetTimestamp());
        _files = CertificateSet.ReadFiles(folder);
        _current = CertificateSet.Parse(folder, _files, time.GetUtcNow());
    }

    /// <summary>Where a renewal that cannot be used is told of.</summary>
    public ILogger? Logger { get; set; }

    /// <summary>What the files hold now; the last that could be used, where they hold nothing that can.</summary>
    public CertificateSet Current
    {
        get
        {
            lock (_lock)
            {
                if (_time.GetElapsedTime(_looked) < Age)
                    return _current;
                _looked = _time.GetTimestamp();
                Refresh();
                return _current;
            }
        }
    }

    private void Refresh()
    {
        try
        {
            var files = CertificateSet.ReadFiles(_folder);
            if (files.Zip(_files).All(p => p.First.AsSpan().SequenceEqual(p.Second)))
                return;
            _current = CertificateSet.Parse(_folder, files, _time.GetUtcNow());
            (_files, _told) = (files, null);
            if (Logger is not null)
                Renewed(Logger, _folder, _current.Own.NotAfter.ToUniversalTime());
        }
        catch (SpecException e)
        {
            // A mount in the middle of its swap, a clock that is behind, or a bad renewal: the old ones are good until they expire, and these are tried again.
            if (Logger is not null && e.Message != _told)
                Unusable(Logger, e.Message);
            _told = e.Message;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "TLS certificates of {Folder} were renewed; the new one is valid until {Until:u}")]
    private static partial void Renewed(ILogger logger, string folder, DateTime until);

    [LoggerMessage(2, LogLevel.Error, "TLS certificates were not renewed, the old ones stay in use: {Message}")]
    private static partial void Unusable(ILogger logger, string message);
}
