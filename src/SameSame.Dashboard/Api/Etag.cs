using Microsoft.AspNetCore.Http;

namespace SameSame.Dashboard.Api;

/// <summary>Lets callers keep what has not changed.</summary>
internal static class Etag
{
    /// <summary>Names the answer's version, and says whether the caller has it already.</summary>
    public static bool Matches(HttpContext context, string version)
    {
        var tag = $"\"{version}\"";
        context.Response.Headers.ETag = tag;
        context.Response.Headers.CacheControl = "private, no-cache";
        return context.Request.Headers.IfNoneMatch.Any(
            v => v is not null && v.Split(',', StringSplitOptions.TrimEntries).Any(t => t == tag || t == $"W/{tag}"));
    }
}
