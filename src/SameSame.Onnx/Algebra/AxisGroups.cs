namespace SameSame.Onnx.Algebra;

/// <summary>Which axes before a Reshape hold the same elements as which after it.</summary>
internal static class AxisGroups
{
    /// <summary>
    /// Pairs runs of axes with equal products, as short as possible; null where there is no such pairing. A negative size is that many times the
    /// batch, as in <see cref="Shapes.TensorShapes"/>.
    /// </summary>
    public static List<(int[] From, int[] To)>? Match(long[] from, long[] to)
    {
        var groups = new List<(int[], int[])>();
        int i = 0, j = 0;
        while (i < from.Length || j < to.Length)
        {
            var (startI, startJ) = (i, j);
            if (i < from.Length && j < to.Length && from[i] == to[j])
            {
                groups.Add(([i++], [j++]));
                continue;
            }

            long left = i < from.Length ? from[i++] : 1, right = j < to.Length ? to[j++] : 1;
            while (left != right)
            {
                var growsLeft = Math.Abs(left) < Math.Abs(right) || (Math.Abs(left) == Math.Abs(right) && left > 0);
                if (growsLeft ? i == from.Length : j == to.Length)
                    return null;
                ref var side = ref growsLeft ? ref left : ref right;
                var next = growsLeft ? from[i++] : to[j++];
                if (side < 0 && next < 0)
                    return null;
                side *= next;
            }

            groups.Add(([.. Enumerable.Range(startI, i - startI)], [.. Enumerable.Range(startJ, j - startJ)]));
        }

        return groups;
    }
}
