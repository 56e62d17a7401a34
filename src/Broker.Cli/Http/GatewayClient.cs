using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Broker.Sealing;

namespace Broker.Cli;

/// <summary>Talks to a gateway: signs each request anew (RFC 9421), waits for a gateway or silo that is away.</summary>
internal sealed class GatewayClient : IDisposable
{
    public const string TextType = "application/vnd.broker.request";
    public const string DepositsType = "application/vnd.broker.deposits";
    public const string YamlType = "application/yaml";

    // A calendar step measures and derives a whole release before it answers.
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromMinutes(2);

    private const int LargeBody = 1024 * 1024;

    private readonly CommandContext context;
    private readonly HttpClient http;
    private readonly Uri gateway;

    public GatewayClient(CommandContext context, Uri gateway)
    {
        if (!gateway.IsAbsoluteUri || gateway.Scheme is not ("http" or "https") || gateway.AbsolutePath != "/" || gateway.Query.Length > 0)
        {
            throw new CommandFailure($"`{gateway}` is not the address of a gateway: scheme, host and port only");
        }

        this.context = context;
        this.gateway = gateway;
        http = new HttpClient(context.Connect(), disposeHandler: true) { Timeout = AnswerTimeout };
    }

    /// <summary>An id for a request of the member's.</summary>
    public string NewRequestId() => BriefingRequest.NewId(context.Random);

    /// <summary>Posts a signed request that comes to the same when it is sent twice; tried again while the gateway or silo is away.</summary>
    public Task<GatewayAnswer> PostAsync(
        Member member, string path, string contentType, ReadOnlyMemory<byte> body, CancellationToken cancellation, string? idempotencyKey = null)
        => Retry.RunAsync(token => PostOnceAsync(member, path, contentType, body, idempotencyKey, token), repeatable: true, cancellation);

    /// <summary>Posts a signed text.</summary>
    public Task<GatewayAnswer> PostTextAsync(Member member, string path, string text, CancellationToken cancellation)
        => PostAsync(member, path, TextType, Encoding.UTF8.GetBytes(text), cancellation);

    /// <summary>Posts signed bytes that are a deed of their own each time; not sent again once they may have been taken.</summary>
    public Task<GatewayAnswer> PostSingleAsync(Member member, string path, ReadOnlyMemory<byte> body, CancellationToken cancellation)
        => Retry.RunAsync(token => PostOnceAsync(member, path, TextType, body, null, token), repeatable: false, cancellation);

    /// <summary>Posts a text that nobody signs: a custodian's share, which is the proof itself. Not sent again once it may have been taken.</summary>
    public Task<GatewayAnswer> PostUnsignedAsync(string path, ReadOnlyMemory<byte> body, CancellationToken cancellation) => Retry.RunAsync(
        async token =>
        {
            using HttpRequestMessage request = new(HttpMethod.Post, new Uri(gateway, path)) { Content = new ReadOnlyMemoryContent(body) };
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(TextType);
            using var response = await http.SendAsync(request, token);
            return new GatewayAnswer((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(token));
        },
        repeatable: false,
        cancellation);

    /// <summary>Gets a public document; tried again while the gateway or silo is away.</summary>
    public Task<GatewayAnswer> GetAsync(string path, CancellationToken cancellation) => Retry.RunAsync(
        async token =>
        {
            using var response = await http.GetAsync(new Uri(gateway, path), token);
            return new GatewayAnswer((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(token));
        },
        repeatable: true,
        cancellation);

    /// <summary>Gets a public document of bounded size; a gateway that sends more is not listened to.</summary>
    public Task<GatewayAnswer> GetLimitedAsync(string path, int limit, CancellationToken cancellation) => Retry.RunAsync(
        async token =>
        {
            // The client's own time limit ends with the headers here; a body that never ends must not outlast it.
            using var inTime = CancellationTokenSource.CreateLinkedTokenSource(token);
            inTime.CancelAfter(AnswerTimeout);
            using var response = await http.GetAsync(new Uri(gateway, path), HttpCompletionOption.ResponseHeadersRead, inTime.Token);
            await using var body = await response.Content.ReadAsStreamAsync(inTime.Token);
            return new GatewayAnswer((int)response.StatusCode, await LimitedBody.ReadAsync(body, path, limit, inTime.Token));
        },
        repeatable: true,
        cancellation);

    /// <summary>Gets a public document that must be there.</summary>
    public async Task<byte[]> GetBytesAsync(string path, CancellationToken cancellation)
    {
        var answer = await GetAsync(path, cancellation);
        return answer.IsOk ? answer.Body : throw new CommandFailure($"`{path}`: {answer.Problem.Words}");
    }

    public void Dispose() => http.Dispose();

    private RetryPolicy Retry => new(context.Clock, RetryPolicy.DefaultPatience);

    private async Task<GatewayAnswer> PostOnceAsync(
        Member member, string path, string contentType, ReadOnlyMemory<byte> body, string? idempotencyKey, CancellationToken cancellation)
    {
        var signed = RequestSignature.Sign(
            "POST", gateway.Authority, path, "?", contentType, SHA256.HashData(body.Span), member.Account, member.Signing,
            context.Clock.GetUtcNow(), context.Random);
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(gateway, path)) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        request.Headers.TryAddWithoutValidation("Content-Digest", signed.ContentDigest);
        request.Headers.TryAddWithoutValidation("Signature-Input", signed.SignatureInput);
        request.Headers.TryAddWithoutValidation("Signature", signed.Signature);
        if (idempotencyKey is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        }

        // A large body is sent only once the gateway has said that it takes one: else its refusal is lost in a broken connection.
        request.Headers.ExpectContinue = body.Length > LargeBody;
        using var response = await http.SendAsync(request, cancellation);
        return new GatewayAnswer((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellation));
    }
}
