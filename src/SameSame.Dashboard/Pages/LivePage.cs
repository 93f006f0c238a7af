using Microsoft.AspNetCore.Components;
using SameSame.Dashboard.Data;
using SameSame.Dashboard.Live;

namespace SameSame.Dashboard.Pages;

/// <summary>A page that keeps itself up to date.</summary>
public abstract class LivePage : DashboardPage
{
    /// <summary>What its figures depend on: see <see cref="ChangeFeed"/>.</summary>
    protected abstract string Watches { get; }

    /// <summary>The version of what it shows.</summary>
    protected string Version { get; private set; } = "";

    /// <summary>Whether there is something to show.</summary>
    protected bool Loaded { get; private set; }

    [Inject] private IServiceProvider Services { get; set; } = default!;

    /// <inheritdoc/>
    protected sealed override async Task OnInitializedAsync()
    {
        // Before the figures are read: what changes in between is fetched once more, and never missed.
        Version = await ((ChangeFeed)Services.GetService(typeof(ChangeFeed))!).VersionAsync(Watches, Stop);
        await LoadAsync();
        Loaded = true;
    }

    /// <summary>Reads what the page shows.</summary>
    protected abstract Task LoadAsync();
}
