using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Broker.Tests.Cli;

/// <summary>Answers requests from a script, and keeps what was asked.</summary>
internal sealed class FakeGateway : HttpMessageHandler
{
    private readonly Queue<Func<Seen, HttpResponseMessage>> script = new();

    public List<Seen> Requests { get; } = [];

    public FakeGateway Answer(HttpStatusCode status, string json = "{}") => Answer(_ => Make(status, json));

    public FakeGateway Answer(Func<Seen, HttpResponseMessage> answer)
    {
        script.Enqueue(answer);
        return this;
    }

    /// <summary>Breaks off: the request may have been taken.</summary>
    public FakeGateway Fail() => Answer(_ => throw new HttpRequestException("the connection broke off"));

    /// <summary>Nobody listens: nothing was sent.</summary>
    public FakeGateway Refuse()
        => Answer(_ => throw new HttpRequestException(HttpRequestError.ConnectionError, "nobody listens", new SocketException((int)SocketError.ConnectionRefused)));

    /// <summary>The answer does not come in time, as the client of the framework says it.</summary>
    public FakeGateway TimeOut() => Answer(_ => throw new TaskCanceledException("late", new TimeoutException()));

    public static HttpResponseMessage Make(HttpStatusCode status, string json)
        => new(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        Seen seen = new(
            request.RequestUri!.AbsolutePath,
            body,
            request.Headers.TryGetValues("Idempotency-Key", out var keys) ? keys.Single() : "",
            request.Headers.TryGetValues("Signature-Input", out var inputs) ? inputs.Single() : "");
        Requests.Add(seen);
        return script.Dequeue()(seen);
    }

    internal sealed record Seen(string Path, byte[] Body, string IdempotencyKey, string SignatureInput);
}
