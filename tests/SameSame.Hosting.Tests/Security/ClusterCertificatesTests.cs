using Microsoft.Extensions.Time.Testing;
using SameSame.Evaluation.Configuration;
using SameSame.Hosting.Security;
using SameSame.Testing;

namespace SameSame.Hosting.Tests.Security;

public sealed class ClusterCertificatesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestAuthority _authority = new("here"), _other = new("elsewhere");
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);

    public void Dispose()
    {
        _authority.Dispose();
        _other.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_renewed_certificate_is_taken_up_without_a_restart()
    {
        var folder = _authority.Issue(_folder["tls"], "first");
        var certificates = new ClusterCertificates(folder, _time);
        _authority.Issue(folder, "second");
        Assert.Equal("CN=first", certificates.Current.Own.Subject);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("CN=second", certificates.Current.Own.Subject);
        Assert.True(certificates.Current.Own.HasPrivateKey);
    }

    /// <summary>A mount swaps three files, not one, and a bad renewal must not end a cluster that works.</summary>
    [Fact]
    public void What_cannot_be_used_leaves_the_old_certificate_in_use_and_a_later_renewal_is_taken()
    {
        var folder = _authority.Issue(_folder["tls"], "first");
        var certificates = new ClusterCertificates(folder, _time);
        File.WriteAllText(Path.Combine(folder, "ca.crt"), _other.Pem);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("CN=first", certificates.Current.Own.Subject);
        File.Delete(Path.Combine(folder, "tls.key"));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("CN=first", certificates.Current.Own.Subject);
        _other.Issue(folder, "third");
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("CN=third", certificates.Current.Own.Subject);
    }

    [Fact]
    public void What_is_wrong_with_the_files_is_one_line_with_the_folder_the_file_and_the_fix()
    {
        Refuses("tls.crt cannot be read; the folder holds tls.crt, tls.key and ca.crt", _folder["nothing"]);
        var folder = _authority.Issue(_folder["mixed"], "a");
        File.WriteAllText(Path.Combine(folder, "ca.crt"), _other.Pem);
        Refuses("tls.crt is not one of ca.crt's", folder);
        File.WriteAllText(Path.Combine(folder, "ca.crt"), "no certificate");
        Refuses("ca.crt holds no certificate", folder);
        var another = _authority.Issue(_folder["key"], "b");
        File.Copy(Path.Combine(folder, "tls.key"), Path.Combine(another, "tls.key"), overwrite: true);
        Refuses("tls.crt, tls.key and ca.crt do not belong together", another);
        Refuses("renew it", _authority.Issue(_folder["old"], "c", days: -1));
    }

    [Theory]
    [InlineData("10.0.0.7", "", "a silo that other machines reach needs TLS")]
    [InlineData("127.0.0.1", "SameSame:Silo:ListenOnAny=true", "a silo that other machines reach needs TLS")]
    [InlineData("127.0.0.1", "", null)]
    [InlineData("10.0.0.7", "SameSame:Silo:Insecure=true", null)]
    public void A_silo_serves_other_machines_in_clear_text_only_where_the_settings_say_so(string address, string setting, string? refusal)
    {
        var settings = new Microsoft.Extensions.Configuration.ConfigurationManager();
        if (setting.Split('=') is [var key, var value])
            settings[key] = value;
        var error = Record.Exception(() => Assert.Null(ClusterTls.OfSilo(settings, System.Net.IPAddress.Parse(address))));
        if (refusal is null)
            Assert.Null(error);
        else
            Assert.Contains(refusal, Assert.IsType<SpecException>(error).Message, StringComparison.Ordinal);
    }

    private void Refuses(string expected, string folder)
    {
        var message = Assert.Throws<SpecException>(() => new ClusterCertificates(folder, _time)).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.StartsWith($"SameSame:Tls:Folder {folder}: ", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }
}
