using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace SameSame.Hosting;

/// <summary>Metrics and traces over OTLP, only where somebody listens: the standard OTEL_EXPORTER_OTLP_ENDPOINT setting turns them on.</summary>
public static class Telemetry
{
    /// <summary>Adds exporters where the endpoint is set.</summary>
    public static void AddSameSameTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        if (string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            return;
        services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics.AddMeter("Microsoft.Orleans").AddOtlpExporter())
            .WithTracing(traces => traces.AddSource("Microsoft.Orleans.Application").AddOtlpExporter());
    }
}
