using System.Net;
using System.Net.Sockets;

namespace SameSame.Client.Doctor;

/// <summary>A local run listens on two free ports of 127.0.0.1.</summary>
internal sealed class LoopbackCheck : ICheck
{
    public IEnumerable<Finding> Run()
    {
        Finding finding;
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            using var client = new TcpClient();
            client.Connect((IPEndPoint)listener.LocalEndpoint);
            finding = new Finding(Verdict.Ok, "ports", "127.0.0.1 accepts connections on free ports");
        }
        catch (SocketException)
        {
            finding = new Finding(Verdict.Failure, "ports", "127.0.0.1 does not accept connections",
                "allow this program to listen on 127.0.0.1 (firewall, sandbox)");
        }

        yield return finding;
    }
}
