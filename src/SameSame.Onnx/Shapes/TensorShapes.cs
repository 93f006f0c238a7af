namespace SameSame.Onnx.Shapes;

/// <summary>
/// The dimensions known of each activation. A negative size depends on the input: -1 is the batch, -k is k times the batch (heads folded into it).
/// Any other dimension that depends on the input is -1 too; two of them in one tensor match nothing.
/// </summary>
public sealed class TensorShapes
{
    private readonly Dictionary<string, long[]> _shapes = new(StringComparer.Ordinal);

    /// <summary>The shape of a tensor, or null where it is not known.</summary>
    public long[]? this[string? tensor]
    {
        get => tensor is not null && _shapes.TryGetValue(tensor, out var shape) ? shape : null;
        set
        {
            if (tensor is not null && value is not null)
                _shapes[tensor] = value;
        }
    }
}
