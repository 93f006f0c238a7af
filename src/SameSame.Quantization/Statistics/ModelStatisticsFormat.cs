using System.Text;

namespace SameSame.Quantization.Statistics;

/// <summary>The stored form of <see cref="ModelStatistics"/>: a magic number, a version, then names, little-endian doubles and histograms in name order.</summary>
public static class ModelStatisticsFormat
{
    private const uint Magic = 0x54535353; // "SSST"
    private const int Version = 2;

    /// <summary>Writes to bytes; equal statistics give equal bytes.</summary>
    public static byte[] Write(ModelStatistics statistics)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Magic);
            writer.Write(Version);
            writer.Write(statistics.Images);
            writer.Write(statistics.Tensors.Count);
            foreach (var (name, channels) in statistics.Tensors.OrderBy(p => p.Key, StringComparer.Ordinal))
            {
                writer.Write(name);
                WriteArray(writer, channels.Min);
                WriteArray(writer, channels.Max);
                WriteArray(writer, channels.Mean);
                WriteArray(writer, channels.SecondMoment);
                WriteHistograms(writer, channels.Histograms ?? []);
            }

            writer.Write(statistics.TapMeans.Count);
            foreach (var (name, means) in statistics.TapMeans.OrderBy(p => p.Key, StringComparer.Ordinal))
            {
                writer.Write(name);
                WriteArray(writer, means);
            }
        }

        return stream.ToArray();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are not statistics, or of another version.</exception>
    public static ModelStatistics Read(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        if (reader.ReadUInt32() != Magic || reader.ReadInt32() != Version)
            throw new InvalidDataException("not calibration statistics of this version");
        var images = reader.ReadInt32();
        var tensors = new Dictionary<string, ChannelStatistics>(StringComparer.Ordinal);
        for (var n = reader.ReadInt32(); n > 0; n--)
        {
            var name = reader.ReadString();
            var moments = new ChannelStatistics(ReadArray(reader), ReadArray(reader), ReadArray(reader), ReadArray(reader));
            tensors[name] = moments with { Histograms = ReadHistograms(reader) };
        }

        var taps = new Dictionary<string, double[]>(StringComparer.Ordinal);
        for (var n = reader.ReadInt32(); n > 0; n--)
            taps[reader.ReadString()] = ReadArray(reader);
        return new ModelStatistics(images, tensors, taps);
    }

    private static void WriteArray(BinaryWriter writer, double[] values)
    {
        writer.Write(values.Length);
        foreach (var value in values)
            writer.Write(value);
    }

    // Counts in 7-bit groups: most are small.
    private static void WriteHistograms(BinaryWriter writer, ChannelHistogram[] histograms)
    {
        writer.Write(histograms.Length);
        foreach (var histogram in histograms)
        {
            writer.Write(histogram.Width);
            writer.Write(histogram.First);
            writer.Write7BitEncodedInt64(histogram.Zeros);
            writer.Write7BitEncodedInt(histogram.Counts.Length);
            foreach (var count in histogram.Counts)
                writer.Write7BitEncodedInt64(count);
        }
    }

    private static ChannelHistogram[]? ReadHistograms(BinaryReader reader)
    {
        var histograms = new ChannelHistogram[reader.ReadInt32()];
        for (var i = 0; i < histograms.Length; i++)
        {
            var (width, first, zeros) = (reader.ReadDouble(), reader.ReadInt32(), reader.Read7BitEncodedInt64());
            var counts = new long[reader.Read7BitEncodedInt()];
            for (var n = 0; n < counts.Length; n++)
                counts[n] = reader.Read7BitEncodedInt64();
            histograms[i] = new ChannelHistogram(width, first, counts, zeros);
        }

        return histograms.Length > 0 ? histograms : null;
    }

    private static double[] ReadArray(BinaryReader reader)
    {
        var values = new double[reader.ReadInt32()];
        for (var i = 0; i < values.Length; i++)
            values[i] = reader.ReadDouble();
        return values;
    }
}
