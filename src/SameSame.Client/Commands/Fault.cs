using System.Net.Sockets;
using Orleans.Runtime;
using SameSame.Quantization;

namespace SameSame.Client.Commands;

/// <summary>A line for what no command foresaw: a cluster that failed, a disk, a defect. What was measured is kept; the stack
/// trace is for whoever asks for it.</summary>
internal static class Fault
{
    public static string Describe(Exception fault) => fault switch
    {
        TimeoutException or OrleansException or SocketException =>
            "the cluster does not answer; see whether its silos run, and run the command again (--verbose shows more)",
        OutOfMemoryException =>
            "this machine's memory is full; run fewer commands at once, or measure on fewer slots (SAMESAME_SameSame__CpuSlots)",
        _ when FileFault.Is(fault) && fault is not ArgumentException =>
            $"a file could not be used: {FileFault.Reason("", fault)} (--verbose shows which)",
        _ => "a defect of this program ended the command; run it again with --verbose and report what it prints",
    };
}
