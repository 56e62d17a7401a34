namespace Broker.Gateway.Http;

/// <summary>
/// The header fields that every response carries, set when the response starts so that no error path can lose them. A route
/// may have set its own caching or content security policy before; all else is the same everywhere.
/// </summary>
internal static class SecurityHeaders
{
    /// <summary>One stylesheet of our own, no script, no frame, no form, nothing from elsewhere.</summary>
    public const string PagePolicy =
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static IReadOnlyList<KeyValuePair<string, string>> Always { get; } =
    [
        new("Cross-Origin-Opener-Policy", "same-origin"),
        new("Cross-Origin-Embedder-Policy", "require-corp"),
        new("Cross-Origin-Resource-Policy", "same-origin"),
        new("Permissions-Policy", "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=(), browsing-topics=()"),
        new("Referrer-Policy", "no-referrer"),
        new("Strict-Transport-Security", "max-age=63072000; includeSubDomains"),
        new("X-Content-Type-Options", "nosniff"),
        new("X-Frame-Options", "DENY"),
    ];

    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        context.Response.OnStarting(static state => Apply((HttpResponse)state), context.Response);
        return next(context);
    });

    private static Task Apply(HttpResponse response)
    {
        foreach (var (name, value) in Always)
        {
            response.Headers[name] = value;
        }

        response.Headers.TryAdd("Content-Security-Policy", PagePolicy);
        response.Headers.TryAdd("Cache-Control", "no-store");
        response.Headers.Remove("Server");
        return Task.CompletedTask;
    }
}
