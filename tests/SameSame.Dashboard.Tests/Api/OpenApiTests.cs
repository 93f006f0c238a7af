using System.Text.RegularExpressions;
using SameSame.Dashboard.Tests.Support;
using SameSame.Testing;

namespace SameSame.Dashboard.Tests.Api;

/// <summary>A change of the interface is a reviewed change of <c>openapi.json</c>. The document as it is now lies in the
/// temporary folder after a failure.</summary>
[Collection(LabCollection.Name)]
public sealed class OpenApiTests(Lab lab)
{
    [Fact]
    public async Task The_document_is_the_reviewed_one()
    {
        // Where a comment's lines end is no change of the interface.
        var now = Regex.Replace(await lab.Http.GetStringAsync("/api/v1/openapi.json"), @"(\\r)?\\n\s*", " ");
        var path = Path.Combine(Places.Root, "tests", "SameSame.Dashboard.Tests", "openapi.json");
        var reviewed = File.Exists(path) ? await File.ReadAllTextAsync(path) : "";
        if (now.Trim() == reviewed.Trim())
            return;
        var copy = Path.Combine(Path.GetTempPath(), "samesame-openapi.json");
        await File.WriteAllTextAsync(copy, now);
        Assert.Fail($"the interface has changed: review {copy} and copy it to {path}");
    }
}
