using Microsoft.Extensions.Configuration;
using SameSame.Evaluation.Configuration;
using SameSame.Grains.Artifacts;
using SameSame.Hosting.Artifacts;

namespace SameSame.Hosting.Tests;

public class ArtifactStoresTests
{
    private const string Container = "SameSame:Artifacts:Blob:Container=artifacts";

    [Theory]
    [InlineData(typeof(DirectoryArtifactStore))]
    [InlineData(typeof(DirectoryArtifactStore), "SameSame:Artifacts:Folder=somewhere")]
    [InlineData(typeof(BlobArtifactStore), Container, "ConnectionStrings:artifacts=UseDevelopmentStorage=true")]
    [InlineData(typeof(BlobArtifactStore), Container, "SameSame:Artifacts:Blob:ConnectionName=other", "ConnectionStrings:other=UseDevelopmentStorage=true")]
    [InlineData(typeof(BlobArtifactStore), Container, "ConnectionStrings:artifacts=https://account.example/?sv=1&sig=abc")]
    [InlineData(typeof(BlobArtifactStore), Container, "ConnectionStrings:artifacts=https://account.example/")]
    public void The_settings_choose_the_store(Type expected, params string[] settings) => Assert.IsType(expected, ArtifactStores.Open(Read(settings)));

    [Theory]
    [InlineData("both Folder and Blob are set", Container, "SameSame:Artifacts:Folder=somewhere", "ConnectionStrings:artifacts=UseDevelopmentStorage=true")]
    [InlineData("SameSame:Artifacts:Blob:Container ''", "SameSame:Artifacts:Blob:ConnectionName=artifacts")]
    [InlineData("SameSame:Artifacts:Blob:Container 'My_Artifacts'", "SameSame:Artifacts:Blob:Container=My_Artifacts")]
    [InlineData("ConnectionStrings:artifacts is missing from the settings", Container)]
    [InlineData("ConnectionStrings:other is missing from the settings", Container, "SameSame:Artifacts:Blob:ConnectionName=other")]
    [InlineData("ConnectionStrings:artifacts has no credentials", Container, "ConnectionStrings:artifacts=http://account.example/")]
    [InlineData("ConnectionStrings:artifacts has no credentials", Container, "ConnectionStrings:artifacts=BlobEndpoint=https://account.example/")]
    [InlineData("ConnectionStrings:artifacts: not an Azure Storage connection string", Container, "ConnectionStrings:artifacts=AccountKey=x")]
    public void What_names_no_store_is_one_line_with_the_setting_and_the_fix(string answer, params string[] settings)
    {
        var message = Assert.Throws<SpecException>(() => ArtifactStores.Open(Read(settings))).Message;
        Assert.Contains(answer, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    private static IConfiguration Read(string[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => s.Split('=', 2)).Select(s => KeyValuePair.Create(s[0], (string?)s[1]))).Build();
}
