using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SameSame.Evaluation.Configuration;
using SameSame.Hosting.Storage;

namespace SameSame.Hosting.Tests;

public class AzureTablesTests
{
    [Theory]
    [InlineData("UseDevelopmentStorage=true", "http://127.0.0.1:10002/devstoreaccount1")]
    [InlineData("https://account.table.example/?sv=1&sig=abc", "https://account.table.example/")]
    [InlineData("https://account.table.example", "https://account.table.example/")]
    public void A_connection_is_a_string_a_signed_address_or_the_address_alone(string connection, string address) =>
        Assert.StartsWith(address, AzureTables.Open(Settings(connection), "azure").Uri.AbsoluteUri, StringComparison.Ordinal);

    [Theory]
    [InlineData("", "ConnectionStrings:azure is missing from the settings")]
    [InlineData("http://account.table.example", "over https only")]
    [InlineData("AccountKey=x", "ConnectionStrings:azure: not a connection of Azure tables")]
    public void What_is_none_is_one_line_with_the_setting(string connection, string answer)
    {
        var message = Assert.Throws<SpecException>(() => AzureTables.Open(Settings(connection), "azure")).Message;
        Assert.Contains(answer, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Providers_get_the_client_that_their_service_key_names_and_others_none()
    {
        var services = new ServiceCollection();
        AzureTables.Apply(services, Settings("UseDevelopmentStorage=true", ("Orleans:Clustering:ProviderType", "Redis"), ("Orleans:Clustering:ServiceKey", "other")));
        Assert.Empty(services);
        AzureTables.Apply(services, Settings("UseDevelopmentStorage=true", ("Orleans:GrainStorage:Default:ProviderType", "AzureTableStorage"), ("Orleans:GrainStorage:Default:ServiceKey", "azure")));
        Assert.Equal("azure", Assert.Single(services).ServiceKey);
    }

    private static IConfigurationRoot Settings(string connection, params (string Key, string Value)[] more) =>
        new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("ConnectionStrings:azure", (string?)connection), .. more.Select(m => KeyValuePair.Create(m.Key, (string?)m.Value))]).Build();
}
