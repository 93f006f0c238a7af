using System.Globalization;

namespace SameSame.Bench.Processes;

/// <summary>Processor seconds of a process and of everything below it: a database's work is done by its children.</summary>
internal static class CpuTime
{
    private const double TicksPerSecond = 100;

    public static double SecondsOf(int process)
    {
        var all = Directory.GetDirectories("/proc").Select(d => Path.GetFileName(d)).Where(n => n.All(char.IsAsciiDigit)).Select(Read).OfType<(int Id, int Parent, long Ticks)>().ToList();
        var (children, ticks, left) = (all.ToLookup(p => p.Parent), all.ToDictionary(p => p.Id, p => p.Ticks), new Stack<int>([process]));
        var sum = 0L;
        while (left.TryPop(out var id))
        {
            sum += ticks.GetValueOrDefault(id);
            foreach (var child in children[id])
                left.Push(child.Id);
        }

        return sum / TicksPerSecond;
    }

    private static (int Id, int Parent, long Ticks)? Read(string name)
    {
        try
        {
            // What stands behind the command's closing bracket has no blanks in it: state, parent, ..., and from the twelfth on own and reaped children's times.
            var text = File.ReadAllText($"/proc/{name}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (int.Parse(name, CultureInfo.InvariantCulture), int.Parse(fields[1], CultureInfo.InvariantCulture), fields[11..15].Sum(f => long.Parse(f, CultureInfo.InvariantCulture)));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
