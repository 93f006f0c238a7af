using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace SameSame.Dashboard.Security;

/// <summary>
/// Refuses requests under names that are not ours. A foreign page can point a name of its own at 127.0.0.1 (DNS rebinding); its
/// requests then carry that name, and come from the same origin as far as the browser knows.
/// </summary>
internal static class HostNames
{
    private static readonly string[] Loopback = ["localhost", "127.0.0.1", "[::1]", "::1"];

    public static void UseHostNames(this WebApplication web, DashboardOptions options)
    {
        var allowed = options.Hosts?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            ?? (options.Authenticates ? null : Loopback);
        if (allowed is null)
            return;
        web.Use(async (context, next) =>
        {
            if (allowed.Contains(context.Request.Host.Host, StringComparer.OrdinalIgnoreCase))
            {
                await next(context).ConfigureAwait(false);
                return;
            }

            context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
            await context.Response.WriteAsync(
                $"this dashboard does not answer under that name; {DashboardOptions.Section}:Hosts names those that it does",
                context.RequestAborted).ConfigureAwait(false);
        });
    }
}
