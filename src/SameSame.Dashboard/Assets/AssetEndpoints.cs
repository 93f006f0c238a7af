using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SameSame.Reporting.Html;

namespace SameSame.Dashboard.Assets;

/// <summary>Style sheet and script; their addresses hold their hash, so that a browser keeps them for good.</summary>
internal static class AssetEndpoints
{
    private static readonly Asset Css = new(
        "dashboard.css", "text/css; charset=utf-8", StyleSheet.Read("charts.css") + Embedded("dashboard.css"));
    private static readonly Asset Js = new("dashboard.js", "text/javascript; charset=utf-8", Embedded("dashboard.js"));

    /// <summary>Address of the style sheet.</summary>
    public static string CssPath => Css.Path;

    /// <summary>Address of the script.</summary>
    public static string JsPath => Js.Path;

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var asset in new[] { Css, Js })
        {
            routes.MapGet(asset.Path, (HttpContext context) =>
            {
                context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
                return TypedResults.Text(asset.Text, asset.Type);
            }).AllowAnonymous().ExcludeFromDescription();
        }
    }

    private static string Embedded(string name)
    {
        using var reader = new StreamReader(typeof(AssetEndpoints).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private sealed record Asset(string Name, string Type, string Text)
    {
        public string Path { get; } =
            $"/assets/{Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Text)))[..12]}/{Name}";
    }
}
