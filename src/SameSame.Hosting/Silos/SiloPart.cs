using System.Net;
using Microsoft.Extensions.Configuration;

namespace SameSame.Hosting.Silos;

/// <summary>Starts something that runs beside a silo, from before it says that it serves until it leaves.</summary>
/// <param name="silo">The silo.</param>
/// <param name="cancellation">Gives up.</param>
public delegate Task<IAsyncDisposable> SiloPart(SiloPartContext silo, CancellationToken cancellation);

/// <summary>What a part gets of the silo that it runs beside.</summary>
/// <param name="Services">The silo's services; it has started.</param>
/// <param name="Settings">The silo's settings.</param>
/// <param name="Address">The address that it binds.</param>
public sealed record SiloPartContext(IServiceProvider Services, IConfiguration Settings, IPAddress Address);
