using System.Net;
using System.Net.Http.Headers;

namespace Broker.Tests.Gateway;

public sealed class SecurityHeadersTests
{
    private static readonly string[] Expected =
    [
        "Content-Security-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Embedder-Policy", "Cross-Origin-Resource-Policy",
        "Permissions-Policy", "Referrer-Policy", "Strict-Transport-Security", "X-Content-Type-Options", "X-Frame-Options", "Cache-Control",
    ];

    [Theory]
    [InlineData("/", 200)]
    [InlineData("/operator", 200)]
    [InlineData("/depositor", 200)]
    [InlineData("/requester", 200)]
    [InlineData("/auditor", 200)]
    [InlineData("/policy-officer", 200)]
    [InlineData("/problems", 200)]
    [InlineData("/problems/sealed", 302)]
    [InlineData("/problems/none-such", 404)]
    [InlineData("/assets/broker.css", 200)]
    [InlineData("/status", 200)]
    [InlineData("/keys/epoch", 200)]
    [InlineData("/keys/trust", 200)]
    [InlineData("/healthz", 200)]
    [InlineData("/readyz", 200)]
    [InlineData("/calendar/CAF", 200)]
    [InlineData("/calendar/caf", 404)]
    [InlineData("/log/checkpoint", 200)]
    [InlineData("/log/tile/0/000", 200)]
    [InlineData("/log/tile/0/001", 404)]
    [InlineData("/log/..%2fsecret", 404)]
    [InlineData("/briefings/CAF/2014-01/final", 200)]
    [InlineData("/briefings/CAF/2014-01/final/json", 200)]
    [InlineData("/briefings/CAF/2014-01/final/receipt", 200)]
    [InlineData("/briefings/caf/2014-01/final", 404)]
    [InlineData("/no/such/page", 404)]
    [InlineData("/deposits", 405)]
    public async Task Response_AnyGet_CarriesEveryHeader(string path, int status)
    {
        using var gateway = new TestGateway();
        using var response = await gateway.CreateClient().GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(status, (int)response.StatusCode);
        AssertHeaders(response.Headers);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Response_Failure_CarriesEveryHeaderAndNoContent(bool asPage)
    {
        using var gateway = new TestGateway();
        gateway.Grains.Before = () => throw new InvalidOperationException("canary-7f3a");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/auditor?canary-7f3a");
        request.Headers.Accept.ParseAdd(asPage ? "text/html" : "application/json");
        using var response = await gateway.CreateClient().SendAsync(request);
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        AssertHeaders(response.Headers);
        Assert.DoesNotContain("canary", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Response_Post_CarriesEveryHeader()
    {
        using var gateway = new TestGateway();
        using var refused = await gateway.CreateClient().PostAsync(new Uri("/requests", UriKind.Relative), new ByteArrayContent([]));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        AssertHeaders(refused.Headers);
        using var taken = await gateway.CreateClient().SendAsync(TestGateway.Signed("/requests", "x"u8.ToArray()));
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        AssertHeaders(taken.Headers);
    }

    [Fact]
    public async Task Policy_Pages_AllowNoInlineCode()
    {
        using var gateway = new TestGateway();
        using var response = await gateway.CreateClient().GetAsync(new Uri("/", UriKind.Relative));
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'; style-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Policy_PublicBriefing_AllowsExactlyItsOwnStyle()
    {
        using var gateway = new TestGateway();
        using var response = await gateway.CreateClient().GetAsync(new Uri("/briefings/CAF/2014-01/final", UriKind.Relative));
        var hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData("p{}"u8));
        Assert.Equal(
            $"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            response.Headers.GetValues("Content-Security-Policy").Single());
    }

    [Theory]
    [InlineData("/log/checkpoint", "no-cache")]
    [InlineData("/log/tile/0/000", "public, max-age=31536000, immutable")]
    [InlineData("/log/tile/entries/000.p/2", "no-store")]
    [InlineData("/log/tile/0/001", "no-store")]
    [InlineData("/assets/broker.css", "no-store")]
    [InlineData("/", "no-store")]
    public async Task Caching_ByRoute_IsAsStated(string path, string expected)
    {
        using var gateway = new TestGateway();
        using var response = await gateway.CreateClient().GetAsync(new Uri(path, UriKind.Relative));
        var sent = response.Headers.GetValues("Cache-Control").Single().Split(", ").Order(StringComparer.Ordinal);
        Assert.Equal(expected.Split(", ").Order(StringComparer.Ordinal), sent);
    }

    [Fact]
    public async Task Host_Unknown_IsRefusedWithEveryHeader()
    {
        using var gateway = new TestGateway();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Host = "evil.example";
        using var response = await gateway.CreateClient().SendAsync(request);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, response.StatusCode);
        AssertHeaders(response.Headers);
    }

    private static void AssertHeaders(HttpResponseHeaders headers)
    {
        Assert.All(Expected, name => Assert.True(headers.Contains(name), name));
        Assert.False(headers.Contains("Server"));
    }
}
