using SameSame.Onnx.Schema;

namespace SameSame.Testing.Fuzzing;

/// <summary>Makes a graph that fails smaller as long as it fails: nodes go one by one, their readers reading what they read instead.</summary>
public static class FuzzShrink
{
    /// <summary>The smallest graph found that still fails.</summary>
    /// <param name="model">A graph that fails.</param>
    /// <param name="fails">Whether a graph fails; one that cannot be run at all must count as not failing.</param>
    public static ModelProto Shrink(ModelProto model, Func<ModelProto, bool> fails)
    {
        for (var smaller = true; smaller;)
        {
            smaller = false;
            foreach (var candidate in Candidates(model))
            {
                if (!fails(candidate))
                    continue;
                (model, smaller) = (candidate, true);
                break;
            }
        }

        return model;
    }

    private static IEnumerable<ModelProto> Candidates(ModelProto model)
    {
        // What no output needs goes first, all at once.
        if (Pruned(model) is var pruned && pruned.Graph.Node.Count < model.Graph.Node.Count)
            yield return pruned;
        for (var o = model.Graph.Output.Count - 1; o > 0; o--)
        {
            var copy = model.Clone();
            copy.Graph.Output.RemoveAt(o);
            yield return Pruned(copy);
        }

        for (var n = model.Graph.Node.Count - 1; n >= 0; n--)
        {
            foreach (var input in model.Graph.Node[n].Input.Where(i => i.Length > 0).Distinct())
            {
                if (model.Graph.Node[n].Output.Count == 1 && model.Graph.Output.All(g => g.Name != model.Graph.Node[n].Output[0]))
                    yield return Without(model, n, input);
            }
        }
    }

    private static ModelProto Without(ModelProto model, int index, string input)
    {
        var copy = model.Clone();
        var gone = copy.Graph.Node[index].Output[0];
        copy.Graph.Node.RemoveAt(index);
        foreach (var node in copy.Graph.Node)
        {
            for (var i = 0; i < node.Input.Count; i++)
                node.Input[i] = node.Input[i] == gone ? input : node.Input[i];
        }

        return Pruned(copy);
    }

    internal static ModelProto Pruned(ModelProto model)
    {
        var copy = model.Clone();
        var needed = copy.Graph.Output.Select(o => o.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var node in copy.Graph.Node.Reverse().ToList())
        {
            if (node.Output.Any(needed.Contains))
                needed.UnionWith(node.Input);
            else
                copy.Graph.Node.Remove(node);
        }

        foreach (var tensor in copy.Graph.Initializer.Where(t => !needed.Contains(t.Name)).ToList())
            copy.Graph.Initializer.Remove(tensor);
        return copy;
    }
}
