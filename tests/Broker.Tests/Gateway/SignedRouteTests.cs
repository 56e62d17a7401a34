using System.Net;
using System.Text.Json;
using Broker.Contracts;
using Broker.Gateway.SignedRequests;
using Microsoft.Extensions.DependencyInjection;

namespace Broker.Tests.Gateway;

public sealed class SignedRouteTests
{
    private const string Id = "00112233445566ff";

    [Theory]
    [InlineData("/accounts/" + Id, "application/vnd.broker.request", "account/" + Id, "{\"account\":\"00112233445566ff\",\"sealedSecret\":\"AQID\"}")]
    [InlineData("/deposits", "application/vnd.broker.deposits", "depositor/" + TestGateway.KeyId + "/41", "{\"deposits\":[{\"record\":\"record-1\",\"code\":\"accepted\",\"receipt\":\"note\\n\"}]}")]
    [InlineData("/deposits/withdraw", "application/vnd.broker.request", "depositor/" + TestGateway.KeyId + "/0", "{\"releases\":[\"CAF/2014-01/final\"],\"entryIndex\":7,\"before\":false}")]
    [InlineData("/deposits/proofs", "application/vnd.broker.request", "depositor/" + TestGateway.KeyId + "/0", "{\"proofs\":[{\"record\":\"record-1\",\"state\":\"proved\",\"proof\":\"proof\\n\"}]}")]
    [InlineData("/ledger/openings", "application/vnd.broker.request", "depositor/" + TestGateway.KeyId + "/0", "{\"openings\":[{\"tag\":\"dddddddddddddddddddddddddddddddd\",\"content\":\"CQ==\"}]}")]
    [InlineData("/requests", "application/vnd.broker.request", "briefing/" + TestGateway.KeyId, "{\"json\":\"e30=\",\"html\":\"PCFET0NUWVBFIGh0bWw\\u002BPHN0eWxlPnB7fTwvc3R5bGU\\u002BPHA\\u002BaGk8L3A\\u002B\",\"receipt\":\"receipt\\n\",\"entryIndex\":5,\"rules\":[],\"revision\":\"\"}")]
    [InlineData("/policies/CAF/revisions", "application/yaml", "policy/CAF", "{\"revision\":\"eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee\"}")]
    [InlineData("/policies/CAF/approvals", "application/vnd.broker.request", "policy/CAF", "{\"approvals\":2,\"active\":true,\"entryIndex\":11}")]
    [InlineData("/policies/CAF/requests", "application/vnd.broker.request", "policy/CAF", "{\"lines\":\"e30K\",\"next\":700}")]
    [InlineData("/policies/CAF/consents", "application/vnd.broker.request", "consent/CAF/" + TestGateway.KeyId, "{\"entryIndex\":6}")]
    [InlineData("/simulation/advance", "application/vnd.broker.request", "silo/this", "{\"now\":\"2014-03-01T12:30:00Z\",\"closed\":[\"CAF/2014-01/final\"]}")]
    [InlineData("/vault/init", "application/vnd.broker.request", "vault/this", FakeVault.Json)]
    [InlineData("/vault/rekey", "application/vnd.broker.request", "vault/this", FakeVault.Json)]
    [InlineData("/vault/install", "application/vnd.broker.request", "vault/this", FakeVault.Json)]
    [InlineData("/vault/epochs/end", "application/vnd.broker.request", "vault/this", FakeVault.Json)]
    public async Task Route_WellFormed_HandsTheCallToItsGrain(string path, string type, string key, string answer)
    {
        using var gateway = new TestGateway();
        var body = "a body\n"u8.ToArray();
        using var response = await gateway.CreateClient().SendAsync(TestGateway.Signed(path, body, type));
        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(answer).RootElement, JsonDocument.Parse(text).RootElement), text);
        Assert.Equal([key], gateway.Grains.Keys);
        Assert.Equal(body, gateway.Grains.BodySeen);
        Assert.Equal(("POST", "localhost", path, "?", type), Parts(gateway.Grains.Call!));
    }

    [Fact]
    public async Task Facts_AskedFor_AreThePageOfTheLogsGrain()
    {
        using var gateway = new TestGateway();
        using var response = await gateway.CreateClient().SendAsync(TestGateway.Signed("/log/facts", "facts/1\nfrom 0\n"u8.ToArray()));
        Assert.Equal("""{"entries":[{"index":5,"salt":"AQID","facts":"ZmFjdHMK"}],"damaged":[7],"next":512}""", await response.Content.ReadAsStringAsync());
        Assert.Equal(["silo/this", "log/" + FakeGrains.Origin], gateway.Grains.Keys);
    }

    [Fact]
    public async Task Status_EmptyBody_ListsRecords()
    {
        using var gateway = new TestGateway();
        using var response = await gateway.CreateClient().SendAsync(TestGateway.Signed("/deposits/status", []));
        Assert.Equal("{\"records\":[{\"record\":\"record-1\",\"state\":\"sealed\",\"releases\":[]}]}", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Consents_EmptyBody_ListsRevisionsAndLeavesOutWhatWasNotAgreed()
    {
        using var gateway = new TestGateway();
        using var response = await gateway.CreateClient().SendAsync(TestGateway.Signed("/policies/CAF/consents/status", []));
        var (a, b) = (new string('a', 64), new string('b', 64));
        Assert.Equal(
            $$"""{"inForce":"{{b}}","revisions":[{"revision":"{{a}}","records":12,"to":"{{b}}","entryIndex":6,"given":"2014-02-01"},{"revision":"{{b}}","records":0,"entryIndex":-1}]}""",
            await response.Content.ReadAsStringAsync());
        Assert.Equal(["consent/CAF/" + TestGateway.KeyId], gateway.Grains.Keys);
    }

    [Fact]
    public async Task Rebuild_EmptyBody_SaysEqualOrDiffersAndNothingMore()
    {
        using var gateway = new TestGateway();
        using var response = await gateway.CreateClient().SendAsync(TestGateway.Signed("/countries/CAF/rebuild", []));
        Assert.Equal(
            "{\"periods\":[{\"period\":\"2014-W05\",\"vintage\":\"flash\",\"result\":\"equal\"},{\"period\":\"2014-01\",\"vintage\":\"final\",\"result\":\"differs\"}]}",
            await response.Content.ReadAsStringAsync());
        Assert.Equal(["rebuild/CAF"], gateway.Grains.Keys);
    }

    [Theory]
    [InlineData("/vault/seal", FakeVault.Json)]
    [InlineData("/vault/issued", "{\"shares\":[{\"custodian\":\"operators/1\",\"envelope\":\"AQID\"}]}")]
    [InlineData("/vault/rotate", "{\"text\":\"rotated\\n\"}")]
    [InlineData("/vault/epoch", "{\"text\":\"epoch text\\n\"}")]
    public async Task VaultRoute_EmptyBody_HandsTheCallToTheVault(string path, string answer)
    {
        using var gateway = new TestGateway();
        using var response = await gateway.CreateClient().SendAsync(TestGateway.Signed(path, []));
        Assert.Equal(answer, await response.Content.ReadAsStringAsync());
        Assert.Equal(["vault/this"], gateway.Grains.Keys);
        Assert.Equal(path, gateway.Grains.Call!.Path);
    }

    [Fact]
    public async Task Deposit_KeptInTheInbox_Is202WithoutReceipts()
    {
        using var gateway = new TestGateway();
        gateway.Grains.KeepsDeposits = true;
        using var response = await gateway.CreateClient().SendAsync(TestGateway.Signed("/deposits", [1], "application/vnd.broker.deposits"));
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("{\"deposits\":[],\"kept\":true}", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Body_AfterTheAnswer_IsZeroedAndTheBudgetIsWhole()
    {
        using var gateway = new TestGateway();
        var body = Enumerable.Repeat((byte)0x5a, 3_000_000).ToArray();
        using var response = await gateway.CreateClient().SendAsync(TestGateway.Signed("/deposits", body, "application/vnd.broker.deposits"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(body, gateway.Grains.BodySeen);
        Assert.All(gateway.Grains.Call!.Body, value => Assert.Equal(0, value));
        Assert.Equal(0, gateway.Services.GetRequiredService<BodyBudget>().Taken);
    }

    [Theory]
    [InlineData("Content-Digest")]
    [InlineData("Signature-Input")]
    [InlineData("Signature")]
    [InlineData("Content-Type")]
    public async Task Field_MissingOversizeOrTwice_IsMalformed(string name)
    {
        await AssertRefused(request => Remove(request, name), "malformed");
        await AssertRefused(request => Replace(request, name, new string('a', 1025)), "malformed");
        if (name != "Content-Type")
        {
            await AssertRefused(request => request.Headers.TryAddWithoutValidation(name, "sig=:BBBB:"), "malformed");
        }
    }

    [Theory]
    [InlineData("0123456789abcde")]
    [InlineData("0123456789ABCDEF")]
    [InlineData("0123456789abcdef0")]
    [InlineData("../../etc/passwd")]
    [InlineData("")]
    public Task KeyId_NotSixteenHexDigits_IsMalformed(string keyId) =>
        AssertRefused(request => Replace(request, "Signature-Input", TestGateway.Input(keyId)), "malformed");

    [Fact]
    public Task KeyId_Twice_IsMalformed() => AssertRefused(
        request => Replace(request, "Signature-Input", TestGateway.Input(TestGateway.KeyId) + ";keyid=\"" + Id + "\""), "malformed");

    [Theory]
    [InlineData("sha-256=:AAAA:")]
    [InlineData("sha-512=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:")]
    [InlineData("sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=:")]
    public Task Digest_NotCanonical_IsMalformed(string digest) =>
        AssertRefused(request => Replace(request, "Content-Digest", digest), "malformed");

    [Fact]
    public Task Digest_OfAnotherBody_IsAMismatch() =>
        AssertRefused(request => Replace(request, "Content-Digest", "sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:"), "digest-mismatch");

    [Fact]
    public Task Query_OnASignedRoute_IsMalformed() =>
        AssertRefused(request => request.RequestUri = new Uri("/requests?a=b", UriKind.Relative), "malformed");

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/yaml")]
    [InlineData("application/vnd.broker.request; charset=utf-8")]
    public Task ContentType_OfAnotherKind_IsUnsupported(string type) =>
        AssertRefused(request => Replace(request, "Content-Type", type), "unsupported-media-type", 415);

    [Fact]
    public Task ContentEncoding_Any_IsUnsupported() =>
        AssertRefused(request => request.Content!.Headers.ContentEncoding.Add("gzip"), "unsupported-media-type", 415);

    [Theory]
    [InlineData("/accounts/0011", 4096)]
    [InlineData("/policies/caf/approvals", 8192)]
    public async Task RouteValue_OfWrongForm_IsNotFoundAndReachesNoGrain(string path, int limit)
    {
        using var gateway = new TestGateway();
        using var response = await gateway.CreateClient().SendAsync(TestGateway.Signed(path, new byte[limit]));
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(gateway.Grains.Keys);
    }

    [Theory]
    [InlineData("/accounts/" + Id, "application/vnd.broker.request", 4096)]
    [InlineData("/deposits/withdraw", "application/vnd.broker.request", 4096)]
    [InlineData("/deposits/status", "application/vnd.broker.request", 0)]
    [InlineData("/deposits/proofs", "application/vnd.broker.request", 65536)]
    [InlineData("/ledger/openings", "application/vnd.broker.request", 524288)]
    [InlineData("/requests", "application/vnd.broker.request", 4096)]
    [InlineData("/policies/CAF/revisions", "application/yaml", 1048576)]
    [InlineData("/policies/CAF/approvals", "application/vnd.broker.request", 8192)]
    [InlineData("/countries/CAF/rebuild", "application/vnd.broker.request", 0)]
    [InlineData("/simulation/advance", "application/vnd.broker.request", 1024)]
    [InlineData("/vault/init", "application/vnd.broker.request", 32768)]
    [InlineData("/vault/rekey", "application/vnd.broker.request", 32768)]
    [InlineData("/vault/install", "application/vnd.broker.request", 4096)]
    [InlineData("/vault/epochs/end", "application/vnd.broker.request", 1024)]
    [InlineData("/vault/seal", "application/vnd.broker.request", 0)]
    [InlineData("/vault/issued", "application/vnd.broker.request", 0)]
    [InlineData("/vault/rotate", "application/vnd.broker.request", 0)]
    [InlineData("/vault/epoch", "application/vnd.broker.request", 0)]
    public async Task Body_AtTheLimitPassesOneByteMoreDoesNot_DeclaredOrChunked(string path, string type, int limit)
    {
        using var gateway = new TestGateway();
        using var client = gateway.CreateClient();
        using var fits = await client.SendAsync(TestGateway.Signed(path, new byte[limit], type));
        Assert.Equal(HttpStatusCode.OK, fits.StatusCode);
        foreach (var chunked in new[] { false, true })
        {
            using var request = TestGateway.Signed(path, new byte[limit + 1], type);
            request.Headers.TransferEncodingChunked = chunked;
            using var refused = await client.SendAsync(request);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
        }

        Assert.Single(gateway.Grains.Keys);
        Assert.Equal(0, gateway.Services.GetRequiredService<BodyBudget>().Taken);
    }

    [Theory]
    [InlineData("")]
    [InlineData("has space")]
    [InlineData("dot.dot")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public async Task IdempotencyKey_OfWrongForm_IsMalformed(string key)
    {
        using var gateway = new TestGateway();
        using var request = TestGateway.Signed("/deposits", [1], "application/vnd.broker.deposits");
        Replace(request, "Idempotency-Key", key);
        using var response = await gateway.CreateClient().SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Empty(gateway.Grains.Keys);
    }

    private static async Task AssertRefused(Action<HttpRequestMessage> spoil, string code, int status = 400)
    {
        using var gateway = new TestGateway();
        using var request = TestGateway.Signed("/requests", "request/2\n"u8.ToArray());
        spoil(request);
        using var response = await gateway.CreateClient().SendAsync(request);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(code, problem.RootElement.GetProperty("code").GetString());
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Empty(gateway.Grains.Keys);
    }

    private static void Remove(HttpRequestMessage request, string name)
    {
        if (name == "Content-Type")
        {
            request.Content!.Headers.Remove(name);
            return;
        }

        request.Headers.Remove(name);
    }

    private static void Replace(HttpRequestMessage request, string name, string value)
    {
        Remove(request, name);
        _ = name == "Content-Type"
            ? request.Content!.Headers.TryAddWithoutValidation(name, value)
            : request.Headers.TryAddWithoutValidation(name, value);
    }

    private static (string Method, string Authority, string Path, string Query, string Type) Parts(SignedCall call) =>
        (call.Method, call.Authority, call.Path, call.Query, call.ContentType);
}
