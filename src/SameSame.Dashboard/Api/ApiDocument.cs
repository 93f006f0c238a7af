using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace SameSame.Dashboard.Api;

/// <summary>What the OpenAPI document says of the interface as a whole.</summary>
internal static class ApiDocument
{
    public static void Describe(OpenApiOptions options)
    {
        options.ShouldInclude = description =>
            description.RelativePath?.StartsWith(ApiRoutes.Root[1..], StringComparison.Ordinal) == true;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "SameSame",
                Version = "v1",
                Description = "Sweeps, their cells, the leaderboard. Callers show an API key as 'Authorization: Bearer ss_...' or 'X-Api-Key', or a token of the configured issuer.",
            };
            // Where it runs is no part of the contract.
            document.Servers?.Clear();
            return Task.CompletedTask;
        });
    }
}
