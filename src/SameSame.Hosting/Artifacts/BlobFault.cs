using Azure;

namespace SameSame.Hosting.Artifacts;

/// <summary>Why a request to a container failed, told apart as far as it matters: wait, or say what to repair.</summary>
internal sealed class BlobFault
{
    private readonly Exception _cause;
    private readonly int _status;

    private BlobFault(Exception cause) => (_cause, _status, Code) = cause is RequestFailedException e ? (cause, e.Status, e.ErrorCode) : (cause, 0, null);

    /// <summary>The service's own name for it, or null where it did not answer.</summary>
    public string? Code { get; }

    /// <summary>Whether it may go by itself: no answer, or one that says "later".</summary>
    public bool Passing => _status is 0 or 408 or 429 or >= 500;

    /// <summary>The fault behind an exception of the client, or null where it is something else.</summary>
    public static BlobFault? Of(Exception e) => e switch
    {
        RequestFailedException => new BlobFault(e),
        // What the client throws when no try was answered.
        AggregateException { InnerExceptions: { Count: > 0 } tries } => new BlobFault(tries[^1]),
        _ => null,
    };

    /// <summary>One line: which container, what is wrong, what to do.</summary>
    public string Describe(BlobContainer container) => this switch
    {
        { Code: "ContainerNotFound" } => $"{container.Place}: the container does not exist; 'samesame silo --migrate' with the same settings creates it",
        { _status: 401 or 403 } => $"{container.Place}: the service refuses the credentials of {container.ConnectionKey} ({Code ?? $"{_status}"}); check the key, or the signature's end and its rights to read, create and write",
        { _status: 0 } => $"{container.Place}: no answer ({FirstLine}); check the address in {container.ConnectionKey} and the service",
        _ => $"{container.Place}: {Code ?? $"{_status}"} ({FirstLine})",
    };

    private string FirstLine => _cause.Message.Split('\n')[0].Trim();
}
