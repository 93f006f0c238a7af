using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Reading.Upgrades;

/// <summary>
/// Before IR 4 every initializer had to be among the inputs; since then such an entry makes a default that a caller may
/// replace.
/// </summary>
internal static class IrUpgrade
{
    private const long Target = 8;

    /// <summary>
    /// Takes initializers off the inputs where they had to be there, and states the IR version that goes with operator set 13
    /// and later.
    /// </summary>
    public static void Raise(ModelProto model)
    {
        if (model.IrVersion < 4)
        {
            var initializers = model.Graph.Initializer.Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
            foreach (var input in model.Graph.Input.Where(i => initializers.Contains(i.Name)).ToList())
                model.Graph.Input.Remove(input);
        }

        model.IrVersion = Math.Max(model.IrVersion, Target);
    }
}
