using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using SameSame.Dashboard.Api;

namespace SameSame.Dashboard.Security;

/// <summary>How much one caller may ask for, and how often somebody may try to sign in.</summary>
internal static class RateLimits
{
    public const string SignIn = "signin";

    /// <summary>Answers that hold whole files, or that read thousands of results.</summary>
    public const string Heavy = "heavy";

    /// <summary>Streams, each of which holds a connection.</summary>
    public const string Streams = "streams";

    // A quantized network of a hundred megabytes a request, beside what else the process holds.
    private const int HeavyAtOnce = 4, StreamsAtOnce = 500, Waiting = 64;

    public static void Add(IServiceCollection services, int requestsPerMinute) => services.AddRateLimiter(limits =>
    {
        limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limits.OnRejected = (context, _) =>
        {
            context.HttpContext.Response.Headers.RetryAfter = "10";
            return ValueTask.CompletedTask;
        };
        limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
            context.Request.Path.StartsWithSegments(ApiRoutes.Root, StringComparison.Ordinal)
                ? RateLimitPartition.GetTokenBucketLimiter(Caller(context), _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = requestsPerMinute,
                    TokensPerPeriod = Math.Max(1, requestsPerMinute / 6),
                    ReplenishmentPeriod = TimeSpan.FromSeconds(10),
                })
                : RateLimitPartition.GetNoLimiter(""));
        limits.AddConcurrencyLimiter(Heavy, o => (o.PermitLimit, o.QueueLimit) = (HeavyAtOnce, Waiting));
        limits.AddConcurrencyLimiter(Streams, o => (o.PermitLimit, o.QueueLimit) = (StreamsAtOnce, 0));
        // Guessing 256 bits is hopeless; what this spares is the work.
        limits.AddPolicy(SignIn, context => RateLimitPartition.GetFixedWindowLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? "",
            _ => new FixedWindowRateLimiterOptions { PermitLimit = 20, Window = TimeSpan.FromMinutes(1) }));
    });

    private static string Caller(HttpContext context) =>
        context.User.FindFirstValue(KeyAuthentication.KeyClaim)
            ?? context.User.Identity?.Name
            ?? context.Connection.RemoteIpAddress?.ToString()
            ?? "";
}
