using System.Net;
using System.Net.Sockets;
using SameSame.Evaluation.Configuration;

namespace SameSame.Hosting.Local;

/// <summary>Reads <c>--cluster</c>.</summary>
public static class Gateways
{
    /// <summary>Parses <c>host:port[,host:port]</c>; names are looked up.</summary>
    /// <exception cref="SpecException">A part is no address, or its name is unknown.</exception>
    public static IReadOnlyList<IPEndPoint> Parse(string text)
    {
        var found = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).SelectMany(One).ToList();
        return found.Count > 0 ? found : throw Wrong(text);
    }

    private static IEnumerable<IPEndPoint> One(string part)
    {
        if (IPEndPoint.TryParse(part, out var endpoint) && endpoint.Port != 0)
            return [endpoint];
        if (part.Split(':') is not [{ Length: > 0 } name, var number] || !ushort.TryParse(number, out var port) || port == 0 || IPAddress.TryParse(name, out _))
            throw Wrong(part);
        try
        {
            return Dns.GetHostAddresses(name, AddressFamily.InterNetwork).Select(a => new IPEndPoint(a, port));
        }
        catch (SocketException)
        {
            throw new SpecException($"--cluster '{part}': no host is called {name}");
        }
    }

    private static SpecException Wrong(string part) => new($"--cluster '{part}': expected ADDRESS:PORT of a silo's gateway, several with commas");
}
