using System.Net;

namespace Broker.Gateway;

/// <summary>All that can be set from outside, section <c>Gateway</c>; an unknown key stops the start.</summary>
internal sealed class GatewayOptions
{
    public const string Section = "Gateway";
    public const string DefaultUrl = "http://localhost:5080";
    public const int DefaultConcurrentCalls = 64;
    public const int DefaultQueuedCalls = 256;
    public const int DefaultBodyBudgetMiB = 512;
    public const int DefaultConnections = 4096;
    public const int DefaultAccountRequestsPerSecond = 5000;
    private const int LongestSocketPath = 100;

    /// <summary>Where to listen: plain HTTP; TLS ends in front of the gateway.</summary>
    public string Url { get; set; } = DefaultUrl;

    /// <summary>True allows an address other than loopback.</summary>
    public bool AllowRemote { get; set; }

    /// <summary>Host names that a request may address; empty means those of <see cref="Url"/> and loopback.</summary>
    public string[] AllowedHosts { get; set; } = [];

    /// <summary>The silo's Unix domain socket (embedded engine).</summary>
    public string SiloSocket { get; set; } = "";

    /// <summary>Addresses of silos as <c>host:port</c> (Orleans engine).</summary>
    public string[] SiloEndpoints { get; set; } = [];

    /// <summary>Connection string of the cluster's database, in the place of <see cref="SiloEndpoints"/> (Orleans engine). Never printed.</summary>
    public string Cluster { get; set; } = "";

    /// <summary>Folder of the log files; empty writes to the console only.</summary>
    public string LogFolder { get; set; } = "";

    /// <summary>Id of a process whose end stops the gateway; 0 for none.</summary>
    public int StopWithParent { get; set; }

    /// <summary>Calls to the silo at one time, 1 to 4,096.</summary>
    public int ConcurrentCalls { get; set; } = DefaultConcurrentCalls;

    /// <summary>Calls that may wait for a place; more are refused as <c>busy</c>.</summary>
    public int QueuedCalls { get; set; } = DefaultQueuedCalls;

    /// <summary>Memory that all request bodies together may take, in MiB; at least two of the largest body.</summary>
    public int BodyBudgetMiB { get; set; } = DefaultBodyBudgetMiB;

    /// <summary>Open connections, 16 to 65,536.</summary>
    public int Connections { get; set; } = DefaultConnections;

    /// <summary>
    /// Signed requests of one account a second, 1 to 100,000; more are refused as <c>too-many-requests</c>. The default is more than one machine serves: it keeps
    /// one account from all of a larger one.
    /// </summary>
    public int AccountRequestsPerSecond { get; set; } = DefaultAccountRequestsPerSecond;

    /// <summary>What is wrong, one line each; empty when nothing is.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        AddUrlFaults(faults);
        AddEngineFaults(faults);
        AddRange(faults, nameof(StopWithParent), StopWithParent, 0, int.MaxValue);
        AddRange(faults, nameof(ConcurrentCalls), ConcurrentCalls, 1, 4096);
        AddRange(faults, nameof(QueuedCalls), QueuedCalls, 0, 65_536);
        AddRange(faults, nameof(BodyBudgetMiB), BodyBudgetMiB, 2 * SignedRequests.BodyLimits.DepositsMiB, 65_536);
        AddRange(faults, nameof(AccountRequestsPerSecond), AccountRequestsPerSecond, 1, 100_000);
        AddRange(faults, nameof(Connections), Connections, 16, 65_536);
        return faults;
    }

    /// <summary>The host names that requests may address, without ports.</summary>
    public IReadOnlySet<string> HostNames()
    {
        var names = new HashSet<string>(AllowedHosts, StringComparer.OrdinalIgnoreCase);
        if (names.Count == 0)
        {
            names.UnionWith(["localhost", "127.0.0.1", "[::1]", new Uri(Url).Host]);
        }

        return names;
    }

    private void AddUrlFaults(List<string> faults)
    {
        if (!Uri.TryCreate(Url, UriKind.Absolute, out var url) || url.Scheme != Uri.UriSchemeHttp || url.PathAndQuery != "/")
        {
            faults.Add("gateway:url is not of the form `http://host:port`");
            return;
        }

        if (!AllowRemote && !IsLoopback(url))
        {
            faults.Add("gateway:url is not a loopback address and gateway:allowremote is not true");
        }
    }

    private void AddEngineFaults(List<string> faults)
    {
        if (Engine.NeedsSocket && (SiloSocket.Length is 0 or > LongestSocketPath || !Path.IsPathRooted(SiloSocket)))
        {
            faults.Add("gateway:silosocket is missing, longer than 100 characters or not an absolute path");
        }

        if (Engine.NeedsSocket && Cluster.Length > 0)
        {
            faults.Add("gateway:cluster needs a gateway built with the engine `orleans`");
        }

        if (!Engine.NeedsSocket && Cluster.Length == 0 && (SiloEndpoints.Length == 0 || !SiloEndpoints.All(e => IPEndPoint.TryParse(e, out _))))
        {
            faults.Add("gateway:siloendpoints is missing or holds what is not `address:port`");
        }
    }

    private static bool IsLoopback(Uri url) =>
        url.Host == "localhost" || (IPAddress.TryParse(url.Host, out var address) && IPAddress.IsLoopback(address));

    private static void AddRange(List<string> faults, string name, int value, int low, int high)
    {
        if (value < low || value > high)
        {
            faults.Add($"gateway:{name.ToLowerInvariant()} is not in {low}..{high}");
        }
    }
}
