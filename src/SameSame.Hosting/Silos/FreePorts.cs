using System.Net;
using System.Net.Sockets;

namespace SameSame.Hosting.Silos;

/// <summary>Ports of the loopback interface that nobody listens on.</summary>
internal static class FreePorts
{
    public static (int First, int Second) Two()
    {
        using var a = new TcpListener(IPAddress.Loopback, 0);
        using var b = new TcpListener(IPAddress.Loopback, 0);
        a.Start();
        b.Start();
        return (((IPEndPoint)a.LocalEndpoint).Port, ((IPEndPoint)b.LocalEndpoint).Port);
    }
}
