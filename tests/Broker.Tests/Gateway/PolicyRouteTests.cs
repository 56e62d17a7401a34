using System.Net;
using System.Text.Json;

namespace Broker.Tests.Gateway;

public sealed class PolicyRouteTests
{
    private static readonly string InForce = new('a', 64);
    private static readonly string Pending = new('e', 64);

    [Fact]
    public async Task Policies_Asked_AreTheDocumentedJson()
    {
        using var gateway = new TestGateway();
        var text = await gateway.CreateClient().GetStringAsync(new Uri("/policies/CAF", UriKind.Relative));
        Assert.Equal(
            $"{{\"country\":\"CAF\",\"revisions\":[{{\"revision\":\"{InForce}\",\"replaces\":\"none\",\"entryIndex\":3,\"activatedBy\":[\"Officer A\",\"Officer B\"]}}],"
            + $"\"pending\":[{{\"revision\":\"{Pending}\",\"proposedBy\":\"7777777777777777\",\"signedBy\":[\"Officer A\"]}}]}}",
            text);
        Assert.Equal(["policy/CAF"], gateway.Grains.Keys);
    }

    [Fact]
    public async Task File_OfARevisionThatWasInForce_IsItsBytesAndNeverChanges()
    {
        using var gateway = new TestGateway();
        using var response = await gateway.CreateClient().GetAsync(new Uri($"/policies/CAF/{InForce}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/yaml; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("public, max-age=31536000, immutable", response.Headers.CacheControl?.ToString());
        Assert.Equal(gateway.Grains.Policy.Yaml, await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task File_OfARevisionThatNeverWasInForce_IsNotThereAndKeptNowhere()
    {
        using var gateway = new TestGateway();
        using var response = await gateway.CreateClient().GetAsync(new Uri($"/policies/CAF/{Pending}", UriKind.Relative));
        Assert.Equal((HttpStatusCode.NotFound, "not-found"), (response.StatusCode, await Code(response)));
        Assert.True(response.Headers.CacheControl?.NoStore);
    }

    [Theory]
    [InlineData("/policies/caf")]
    [InlineData("/policies/CAF/revisions")]
    [InlineData("/policies/CAF/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("/policies/CAF/aaaa")]
    [InlineData("/policies/XX/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task Policies_NoCountryOrRevision_ReachNoGrain(string path)
    {
        using var gateway = new TestGateway();
        using var response = await gateway.CreateClient().GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal((HttpStatusCode.NotFound, "not-found"), (response.StatusCode, await Code(response)));
        Assert.Empty(gateway.Grains.Keys);
    }

    private static async Task<string?> Code(HttpResponseMessage response)
    {
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return problem.RootElement.GetProperty("code").GetString();
    }
}
