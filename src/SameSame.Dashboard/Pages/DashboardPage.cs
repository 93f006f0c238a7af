using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace SameSame.Dashboard.Pages;

/// <summary>A page: what it reads is for whoever waits for it.</summary>
public abstract class DashboardPage : ComponentBase
{
    /// <summary>The request; there always is one, since pages are rendered on the server.</summary>
    [CascadingParameter] public HttpContext? Http { get; set; }

    /// <summary>Cancelled when the browser has gone.</summary>
    protected CancellationToken Stop => Http?.RequestAborted ?? CancellationToken.None;
}
