using System.Security.Cryptography;
using Broker.Gateway;
using Broker.Gateway.Witnesses;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans;

namespace Broker.Tests.Gateway;

/// <summary>The gateway in this process in front of fake grains, without its courier to witnesses; requests are signed in form only.</summary>
internal sealed class TestGateway : WebApplicationFactory<GatewayOptions>
{
    public const string KeyId = "0123456789abcdef";
    private readonly (string Key, string Value)[] settings;

    public TestGateway(params (string Key, string Value)[] settings)
    {
        this.settings = settings;
        ClientOptions.AllowAutoRedirect = false;
    }

    public FakeGrains Grains { get; } = new();

    /// <summary>The gateway's clock; null for the system's.</summary>
    public TimeProvider? Clock { get; init; }

    /// <summary>A request that has all that a signed route asks for.</summary>
    public static HttpRequestMessage Signed(string path, byte[] body, string contentType = "application/vnd.broker.request")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        request.Headers.TryAddWithoutValidation("Content-Digest", $"sha-256=:{Convert.ToBase64String(SHA256.HashData(body))}:");
        request.Headers.TryAddWithoutValidation("Signature-Input", Input(KeyId));
        request.Headers.TryAddWithoutValidation("Signature", "sig=:AAAA:");
        request.Headers.TryAddWithoutValidation("Idempotency-Key", "batch-1");
        return request;
    }

    public static string Input(string keyId) =>
        "sig=(\"@method\" \"@authority\" \"@path\" \"@query\" \"content-digest\" \"content-type\")"
        + $";created=1;expires=2;nonce=\"n\";keyid=\"{keyId}\";tag=\"broker/v1\"";

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("Gateway:SiloSocket", "/run/unused.sock");
        foreach (var (key, value) in settings)
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureTestServices(services =>
        {
            foreach (var hosted in services.Where(service => IsEngine(service) || service.ImplementationType == typeof(WitnessCourier)).ToList())
            {
                services.Remove(hosted);
            }

            services.RemoveAll<IClusterClient>();
            services.AddSingleton(Grains.AsClient());
            if (Clock is not null)
            {
                services.Replace(ServiceDescriptor.Singleton(Clock));
            }
        });
    }

    private static bool IsEngine(ServiceDescriptor service) =>
        service.ServiceType == typeof(IHostedService)
        && service.ImplementationType?.Assembly != typeof(GatewayOptions).Assembly
        && service.ImplementationType?.Namespace?.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) != true;
}
