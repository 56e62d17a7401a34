using Broker.Contracts;

namespace Broker.Gateway.Witnesses;

/// <summary>
/// Sends an errand to its witness and brings back what it said. Reference: C2SP tlog-witness, add-checkpoint. Nothing is read into an answer here: the
/// silo verifies it. Limits: 64 KiB an answer, ten seconds an errand, no redirect, no proxy, no cookie.
/// </summary>
internal sealed class WitnessMail : IDisposable
{
    /// <summary>Longest answer in bytes; a longer one is no answer.</summary>
    public const int LongestAnswer = 64 * 1024;

    /// <summary>The status of no answer.</summary>
    public const int NoAnswer = 0;

    private const int LongestHeadersKiB = 8;
    private const int MostConnections = 2;
    private const string Path = "/add-checkpoint";
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    // A witness's name can move to another address while a connection is kept.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    private readonly HttpClient http;
    private readonly TimeProvider time;

    public WitnessMail(TimeProvider time)
        : this(time, Handler())
    {
    }

    internal WitnessMail(TimeProvider time, HttpMessageHandler handler)
    {
        this.time = time;
        http = new HttpClient(handler, disposeHandler: true) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
    }

    /// <summary>Never throws but for the gateway's own end: whatever goes wrong on the way is no answer.</summary>
    public async Task<WitnessReply> Carry(WitnessErrand errand, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            return Address(errand.Url) is { } address ? await Post(errand, address, either.Token) : Silence(errand);
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested && exception is HttpRequestException or IOException or OperationCanceledException)
        {
            return Silence(errand);
        }
    }

    public void Dispose() => http.Dispose();

    /// <summary>Where an errand goes; null when its address is no web address.</summary>
    internal static Uri? Address(string url) =>
        Uri.TryCreate(url.TrimEnd('/') + Path, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
        && address.UserInfo.Length == 0 && address.Query.Length == 0 && address.Fragment.Length == 0
            ? address
            : null;

    private static WitnessReply Silence(WitnessErrand errand) => new(errand.Witness, NoAnswer, []);

    private static SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        ConnectTimeout = ConnectTimeout,
        MaxResponseHeadersLength = LongestHeadersKiB,
        MaxConnectionsPerServer = MostConnections,
        PooledConnectionLifetime = ConnectionLifetime,
    };

    private async Task<WitnessReply> Post(WitnessErrand errand, Uri address, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(errand.Body) };
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[LongestAnswer + 1];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        return length > LongestAnswer ? Silence(errand) : new WitnessReply(errand.Witness, (int)response.StatusCode, buffer[..length]);
    }
}
