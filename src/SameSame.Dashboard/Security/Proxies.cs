using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;

namespace SameSame.Dashboard.Security;

/// <summary>Who may say, in forwarded headers, from where and by which scheme a request came: proxies with TLS in front of the
/// dashboard.</summary>
internal static class Proxies
{
    public static ForwardedHeadersOptions Of(IEnumerable<System.Net.IPNetwork> networks)
    {
        var options = new ForwardedHeadersOptions
            { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in networks)
            options.KnownIPNetworks.Add(network);
        return options;
    }
}
