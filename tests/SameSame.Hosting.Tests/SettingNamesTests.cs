using Microsoft.Extensions.Configuration;
using SameSame.Evaluation.Configuration;
using SameSame.Hosting.Silos;
using SameSame.Testing;

namespace SameSame.Hosting.Tests;

public sealed class SettingNamesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("SameSame:Silo:Adress", "did you mean SameSame:Silo:Address?")]
    [InlineData("SameSame:Cluster:LeaseSecond", "did you mean SameSame:Cluster:LeaseSeconds?")]
    [InlineData("SameSame:Membership:ProbeTimeouts", "did you mean SameSame:Membership:ProbeTimeout?")]
    [InlineData("SameSame:Artifacts:Blob:Containers", "did you mean SameSame:Artifacts:Blob:Container?")]
    [InlineData("SameSame:QqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqZ", "no silo reads such a setting. It comes from")]
    public void A_setting_that_no_silo_reads_ends_it_with_one_line(string key, string answer)
    {
        var file = _folder.Write("silo.json", System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, string> { [key] = "1" }));
        var message = Assert.Throws<SpecException>(() => SiloSettings.Read(file)).Message;
        Assert.StartsWith($"{key}: ", message, StringComparison.Ordinal);
        Assert.Contains(answer, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Theory]
    [InlineData("samesame:silo:address")]
    [InlineData("SameSame:Zoos:my.zoo")]
    [InlineData("SameSame:Messaging:ResponseTimeout")]
    [InlineData("Orleans:Anything")]
    public void What_a_silo_reads_in_any_case_names_that_people_choose_and_other_sections_pass(string key) =>
        SettingNames.Require(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(key, (string?)"1")]).Build());
}
