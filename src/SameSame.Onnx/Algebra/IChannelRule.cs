using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Algebra;

/// <summary>
/// What an operator demands of the factors on its inputs and outputs, and how it is rewritten once they are known. With every activation
/// <c>t</c> replaced by <c>s_t * t</c>, the operator must map the scaled inputs to the scaled output exactly.
/// </summary>
internal interface IChannelRule
{
    /// <summary>The ONNX operators this rule is for.</summary>
    IReadOnlyCollection<string> Operators { get; }

    /// <summary>
    /// States the constraints: gives the output its variables, ties or pins those of the inputs. Returns null, or why the rule does not
    /// hold for this node, in which case the caller pins everything around it.
    /// </summary>
    string? Constrain(ConstraintContext context, NodeProto node);

    /// <summary>Changes the node's constants, or the node itself, for the factors found. Most operators need nothing.</summary>
    void Rewrite(RewriteContext context, NodeProto node)
    {
    }
}
