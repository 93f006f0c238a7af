using System.Text.Json;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SameSame.Evaluation.Configuration;
using SameSame.Hosting.Access;

namespace SameSame.Dashboard.Api;

/// <summary>Turns what went wrong into one line: problem details (RFC 9457) for programs, a page for people. What nobody
/// foresaw is logged, and told without its insides.</summary>
internal sealed partial class Failures(IProblemDetailsService problems, PublicText text, ILogger<Failures> log)
    : IExceptionHandler
{
    public const string ItemKey = "samesame.failure";

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && context.RequestAborted.IsCancellationRequested)
            return true;
        var (status, detail) = Describe(exception);
        if (status == StatusCodes.Status500InternalServerError)
            LogFailed(context.Request.Method, context.Request.Path, exception);
        context.Response.StatusCode = status;
        if (!context.Request.Path.StartsWithSegments(ApiRoutes.Root, StringComparison.Ordinal))
        {
            // The page of the status shows it.
            context.Items[ItemKey] = detail;
            return false;
        }

        return await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = context, ProblemDetails = { Status = status, Detail = detail }
        }).ConfigureAwait(false);
    }

    public (int Status, string Detail) Describe(Exception exception) => exception switch
    {
        MissingException e => (StatusCodes.Status404NotFound, text.Of(e.Message)),
        SpecException e => (StatusCodes.Status400BadRequest, text.Of(e.Message)),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } e =>
            (e.StatusCode, "the request is too large"),
        BadHttpRequestException { InnerException: JsonException { Path: { Length: > 2 } path } } e =>
            (e.StatusCode, $"the body's field {path[2..]}: there is no such field, or its value is of the wrong kind"),
        AntiforgeryValidationException =>
            (StatusCodes.Status400BadRequest, "the form is not from a page of this session, or too old; load the page again"),
        BadHttpRequestException e => (e.StatusCode, "the request cannot be read: see the OpenAPI document"),
        TimeoutException => (StatusCodes.Status503ServiceUnavailable, "the cluster does not answer; try again"),
        _ => (StatusCodes.Status500InternalServerError, "the request failed; the dashboard's log says why"),
    };

    [LoggerMessage(EventId = 3001, Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private partial void LogFailed(string method, string path, Exception exception);
}
