namespace Broker.Telemetry;

/// <summary>Where traces and metrics go, section <c>Telemetry</c>.</summary>
public sealed class TelemetryOptions
{
    public const string Section = "Telemetry";
    private const string SocketPrefix = "unix:/";

    /// <summary>
    /// An OTLP collector that takes HTTP: <c>http://host:port</c>, or <c>unix:/path</c> for one that listens on a socket, which a silo without a network reaches.
    /// Empty: nothing is collected and nothing leaves.
    /// </summary>
    public string Endpoint { get; set; } = "";

    public bool IsOn => Endpoint.Length > 0;

    /// <summary>Path of the collector's socket; null when it is reached over a network.</summary>
    public string? Socket => Endpoint.StartsWith(SocketPrefix, StringComparison.Ordinal) ? Endpoint[(SocketPrefix.Length - 1)..] : null;

    /// <summary>The address that requests are for.</summary>
    public Uri Address => Socket is null ? new Uri(Endpoint) : new Uri("http://localhost");

    /// <summary>What is wrong, one line each; empty when nothing is.</summary>
    public IReadOnlyList<string> Faults() => !IsOn || Socket is { Length: > 1 and <= 100 } || IsAddress()
        ? []
        : ["`Telemetry:Endpoint` must be of the form `http://host:port`, or `unix:/path` of at most 100 characters"];

    // Without user, password, path or query: what is secret does not belong into an address.
    private bool IsAddress() => Socket is null
        && Uri.TryCreate(Endpoint, UriKind.Absolute, out Uri? url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
        && url.UserInfo.Length == 0
        && url.PathAndQuery == "/"
        && url.Fragment.Length == 0;
}
