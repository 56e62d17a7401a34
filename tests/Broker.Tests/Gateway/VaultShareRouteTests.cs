using System.Net;
using System.Text.Json;
using Broker.Contracts;
using Broker.Gateway.SignedRequests;
using Microsoft.Extensions.DependencyInjection;

namespace Broker.Tests.Gateway;

/// <summary>Shares come without an account: the route takes little, keeps nothing, and hands on what it got.</summary>
public sealed class VaultShareRouteTests
{
    private const string Type = "application/vnd.broker.request";

    [Fact]
    public async Task Status_Asked_IsTheDocumentedJson()
    {
        using var gateway = new TestGateway();
        Assert.Equal(FakeVault.Json, await gateway.CreateClient().GetStringAsync(new Uri("/vault/status", UriKind.Relative)));
    }

    [Fact]
    public async Task Share_WellFramed_ReachesTheVaultUnchangedAndIsZeroedAfter()
    {
        using var gateway = new TestGateway();
        var body = "vault-share/1\npurpose unseal\nenvelope AAAA\n"u8.ToArray();
        using var response = await gateway.CreateClient().SendAsync(Share(body));
        Assert.Equal(FakeVault.Json, await response.Content.ReadAsStringAsync());
        Assert.Equal(body, gateway.Grains.Vault.ShareSeen);
        Assert.Equal(body.Length, gateway.Grains.Vault.Share.Length);
        Assert.All(gateway.Grains.Vault.Share, value => Assert.Equal(0, value));
        Assert.Equal(["vault/this"], gateway.Grains.Keys);
        Assert.Equal(0, gateway.Services.GetRequiredService<BodyBudget>().Taken);
    }

    [Fact]
    public async Task Share_Refused_IsTheProblemOfItsCode()
    {
        using var gateway = new TestGateway();
        gateway.Grains.Outcome = Outcome.Refuse("share-foreign", "the share of operators/2 is not of this vault");
        using var response = await gateway.CreateClient().SendAsync(Share([1]));
        await AssertProblem(response, HttpStatusCode.UnprocessableEntity, "share-foreign");
        Assert.All(gateway.Grains.Vault.Share, value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Share_OneByteOverTheLimit_ReachesNoGrain(bool chunked)
    {
        using var gateway = new TestGateway();
        using var client = gateway.CreateClient();
        using var fits = await client.SendAsync(Share(new byte[8192]));
        Assert.Equal(HttpStatusCode.OK, fits.StatusCode);
        using var request = Share(new byte[8193]);
        request.Headers.TransferEncodingChunked = chunked;
        using var refused = await client.SendAsync(request);
        await AssertProblem(refused, HttpStatusCode.RequestEntityTooLarge, "too-large");
        Assert.Single(gateway.Grains.Keys);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/vnd.broker.request; charset=utf-8")]
    [InlineData("")]
    public async Task Share_OfAnotherType_ReachesNoGrain(string type)
    {
        using var gateway = new TestGateway();
        using var response = await gateway.CreateClient().SendAsync(Share([1], type));
        await AssertProblem(response, HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
        Assert.Empty(gateway.Grains.Keys);
    }

    [Fact]
    public async Task Share_WithAContentEncodingOrAQuery_ReachesNoGrain()
    {
        using var gateway = new TestGateway();
        using var client = gateway.CreateClient();
        using var encoded = Share([1]);
        encoded.Content!.Headers.ContentEncoding.Add("gzip");
        using var first = await client.SendAsync(encoded);
        await AssertProblem(first, HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
        using var queried = Share([1]);
        queried.RequestUri = new Uri("/vault/shares?a=b", UriKind.Relative);
        using var second = await client.SendAsync(queried);
        await AssertProblem(second, HttpStatusCode.BadRequest, "malformed");
        Assert.Empty(gateway.Grains.Keys);
    }

    private static HttpRequestMessage Share(byte[] body, string type = Type)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/vault/shares") { Content = new ByteArrayContent(body) };
        if (type.Length > 0)
        {
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        return request;
    }

    private static async Task AssertProblem(HttpResponseMessage response, HttpStatusCode status, string code)
    {
        Assert.Equal(status, response.StatusCode);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(code, problem.RootElement.GetProperty("code").GetString());
    }
}
