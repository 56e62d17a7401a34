using System.Net;
using Broker.Sealing;
using Broker.Silo.Hosting;
using Broker.Silo.Log;
using Broker.Silo.Storage;

namespace Broker.Silo;

/// <summary>Settings of a silo, section <c>Silo</c> of the configuration; checked at start.</summary>
internal sealed class SiloOptions
{
    public const string SectionName = "Silo";
    public const string DefaultOrigin = "broker.localhost";
    public const string ProductionEnvironment = "Production";
    public const string DevelopmentEnvironment = "Development";

    public const int DefaultInboxMiB = 1024;
    public const string DefaultClusterEndpoint = "127.0.0.1:11111";
    public const int DefaultClusterGatewayPort = 30_000;
    public const int LargestInboxMiB = 1 << 20;
    public const int MostAllowedUsers = 8;

    /// <summary>Folder that holds the store, the sealed key ring and, in development only, the key file.</summary>
    public string DataFolder { get; set; } = "";

    /// <summary>
    /// Connection string of the PostgreSQL database that holds the store; empty for the embedded store in the data folder, which then holds the vault's files only.
    /// Its host may be the folder of a socket. It may hold a password and is never printed.
    /// </summary>
    public string Postgres { get; set; } = "";

    /// <summary>Whether this silo waits while another one writes to the database, and takes over when that is gone. Without it the second one is refused.</summary>
    public bool Standby { get; set; }

    /// <summary>Absolute path of the Unix domain socket that the gateway connects to; at most 100 characters.</summary>
    public string Socket { get; set; } = "";

    /// <summary>Users besides the silo's own whose processes may connect to the socket, by name or number: the gateway's user. At most 8.</summary>
    public string[] AllowedUsers { get; set; } = [];

    /// <summary>Folder of the log files; empty for the console only.</summary>
    public string LogFolder { get; set; } = "";

    /// <summary>Origin of this broker instance: part of every signed string, and the log's name.</summary>
    public string Origin { get; set; } = DefaultOrigin;

    /// <summary><c>Production</c> or <c>Development</c>. Only development unseals itself and may simulate time.</summary>
    public string Environment { get; set; } = ProductionEnvironment;

    /// <summary>When set, the calendar runs on a simulated clock that starts here and only moves when an operator says so.</summary>
    public DateTimeOffset? SimulatedClock { get; set; }

    /// <summary>The operator who enrols the first members: <c>account:signing key</c>, 16 and 64 hexadecimal digits.</summary>
    public string Operator { get; set; } = "";

    /// <summary>
    /// Whether a development silo unseals itself from a key file beside its data, which is its default. Set to false, or with a <c>vault</c> file in the
    /// folder, it starts sealed as production always does.
    /// </summary>
    public bool? SelfUnseal { get; set; }

    /// <summary>
    /// Public key of the offline identity that signs epoch keys, 64 hexadecimal digits. Needed wherever the silo does not unseal itself; a silo that
    /// does uses a development identity.
    /// </summary>
    public string Identity { get; set; } = "";

    /// <summary>When set, the silo stops by itself once this process is gone.</summary>
    public int? StopWithParent { get; set; }

    /// <summary>
    /// File with the witness policy: lines `witness`, `group` and `quorum` of a C2SP tlog-policy. Nothing is published, and no content leaves, before the quorum
    /// has cosigned. Empty for none: every signed checkpoint is published at once.
    /// </summary>
    public string Witnesses { get; set; } = "";

    /// <summary>How much the inbox may hold while the vault is sealed, in MiB on disk.</summary>
    public int InboxMiB { get; set; } = DefaultInboxMiB;

    /// <summary>
    /// Connection string of the PostgreSQL database that holds the cluster's members and reminders (engine `orleans` only); empty for a cluster of one silo on
    /// this machine. Never printed.
    /// </summary>
    public string Cluster { get; set; } = "";

    /// <summary>Where the other silos of the cluster reach this one, `address:port`.</summary>
    public string ClusterEndpoint { get; set; } = DefaultClusterEndpoint;

    /// <summary>The port of the same address at which gateways reach this silo of the cluster.</summary>
    public int ClusterGatewayPort { get; set; } = DefaultClusterGatewayPort;

    public bool IsDevelopment => string.Equals(Environment, DevelopmentEnvironment, StringComparison.Ordinal);

    public bool UnsealsItself => IsDevelopment && SelfUnseal != false;

    /// <summary>What is wrong with the settings, one line each; empty when nothing is.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        if (DataFolder.Length == 0)
        {
            faults.Add("`Silo:DataFolder` is missing");
        }

        if (Socket.Length is 0 or > 100 || !Path.IsPathRooted(Socket))
        {
            faults.Add("`Silo:Socket` must be an absolute path of 1 to 100 characters");
        }

        if (!IsDevelopment && !string.Equals(Environment, ProductionEnvironment, StringComparison.Ordinal))
        {
            faults.Add("`Silo:Environment` must be `Production` or `Development`");
        }

        if (!IsDevelopment && SimulatedClock is not null)
        {
            faults.Add("`Silo:SimulatedClock` is refused outside of `Development`: embargoes and calendars need a real clock");
        }

        if (!Sealing.Origin.TryParse(Origin, out _))
        {
            faults.Add("`Silo:Origin` must be lower-case letters, digits, dots, hyphens and slashes, at most 63");
        }

        if (InboxMiB is < 0 or > LargestInboxMiB)
        {
            faults.Add($"`Silo:InboxMiB` must be 0 to {LargestInboxMiB}");
        }

        if (Operator.Length > 0 && !TryOperator(out _, out _))
        {
            faults.Add("`Silo:Operator` must be `account:signing key`, 16 and 64 lower-case hexadecimal digits");
        }

        if (!WitnessFile.TryRead(Witnesses, out _, out string fault))
        {
            faults.Add(fault);
        }

        if (!PostgresStore.IsConnection(Postgres))
        {
            faults.Add("`Silo:Postgres` must be a connection string with a host, as `Host=/run/postgresql;Database=broker;Username=broker`");
        }

        if (Standby && Postgres.Length == 0)
        {
            faults.Add("`Silo:Standby` needs `Silo:Postgres`: an embedded store has one silo");
        }

        if (AllowedUsers.Length > MostAllowedUsers || !AllowedUsers.All(user => UserIds.TryFind(user, out _)))
        {
            faults.Add("`Silo:AllowedUsers` must name at most 8 users of this machine, by name or number, and not root");
        }

        AddClusterFaults(faults);
        AddVaultFaults(faults);
        return faults;
    }

    /// <summary>The identity's public key; false when none is configured.</summary>
    public bool TryIdentity(out byte[] publicKey)
    {
        bool sound = IsKey(Identity);
        publicKey = sound ? Convert.FromHexString(Identity) : [];
        return sound;
    }

    /// <summary>The configured operator's account and signing key; false when none is configured.</summary>
    public bool TryOperator(out AccountId account, out byte[] signingKey)
    {
        signingKey = [];
        string[] parts = Operator.Split(':');
        if (!AccountId.TryParse(parts[0], out account) || parts.Length != 2 || !IsKey(parts[1]))
        {
            return false;
        }

        signingKey = Convert.FromHexString(parts[1]);
        return true;
    }

    private void AddClusterFaults(List<string> faults)
    {
        if (Cluster.Length > 0 && !Hosting.Engine.HasCluster)
        {
            faults.Add("`Silo:Cluster` needs a silo built with the engine `orleans`; this one has the embedded engine");
        }

        if (!IPEndPoint.TryParse(ClusterEndpoint, out IPEndPoint? endpoint) || endpoint.Port == 0 || ClusterGatewayPort is < 1 or > IPEndPoint.MaxPort)
        {
            faults.Add("`Silo:ClusterEndpoint` must be `address:port` and `Silo:ClusterGatewayPort` a port");
        }
    }

    private void AddVaultFaults(List<string> faults)
    {
        if (!IsDevelopment && SelfUnseal == true)
        {
            faults.Add("`Silo:SelfUnseal` is refused outside of `Development`: only custodians unseal a production vault");
        }

        if (Identity.Length > 0 ? !IsKey(Identity) : !UnsealsItself)
        {
            faults.Add("`Silo:Identity` must be the public key of the offline identity, 64 lower-case hexadecimal digits");
        }
    }

    private static bool IsKey(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);
}
