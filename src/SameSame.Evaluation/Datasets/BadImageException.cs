namespace SameSame.Evaluation.Datasets;

/// <summary>An image that cannot be decoded or cropped; the message names it.</summary>
public sealed class BadImageException(string message, Exception? inner = null) : Exception(message.ReplaceLineEndings(" "), inner);
