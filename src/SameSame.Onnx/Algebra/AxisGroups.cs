namespace SameSame.Onnx.Algebra;

/// <summary>Which axes before a Reshape hold the same elements as which after it.</summary>
internal static class AxisGroups
{
    /// <summary>
    /// Pairs runs of axes with equal products, as short as possible; null where there is no such pairing. A dimension that depends on
    /// the input (-1) pairs with another such only.
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
                if (left < 0 || right < 0)
                    return null;
                if (left < right && i < from.Length)
                    left *= from[i++];
                else if (right < left && j < to.Length)
                    right *= to[j++];
                else
                    return null;
            }

            groups.Add(([.. Enumerable.Range(startI, i - startI)], [.. Enumerable.Range(startJ, j - startJ)]));
        }

        return groups;
    }
}
