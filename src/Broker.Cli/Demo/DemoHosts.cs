using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Broker.Cli;

/// <summary>Silo, gateway and witness of the demo, as processes of their own that are started again when they die.</summary>
internal sealed class DemoHosts : IAsyncDisposable
{
    /// <summary>The simulated calendar starts with the first block of the grid.</summary>
    public const string ClockStart = "2012-12-31T00:00:00Z";

    private const string SiloProject = "Broker.Silo";
    private const string GatewayProject = "Broker.Gateway";
    private const string OriginName = "broker.localhost";

    private readonly string socketFolder;

    private DemoHosts(Uri url, HostProcess silo, HostProcess gateway, DemoWitness witness, string socketFolder)
        => (Url, Silo, Gateway, Witness, this.socketFolder) = (url, silo, gateway, witness, socketFolder);

    public Uri Url { get; }

    public HostProcess Silo { get; }

    public HostProcess Gateway { get; }

    public DemoWitness Witness { get; }

    public int Restarts => Silo.Restarts + Gateway.Restarts + Witness.Restarts;

    public static DemoHosts Start(CommandContext context, DemoOptions options, DemoFolders folders, MemberCard operatorCard, CancellationToken interrupted)
    {
        var url = options.Url ?? new Uri(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{FreePort()}"));
        var parent = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        var siloFile = HostFiles.Find(options.Silo, SiloProject);
        var gatewayFile = HostFiles.Find(options.Gateway, GatewayProject);
        var socket = SocketPath.Choose(folders.Run, Path.GetTempPath(), Environment.ProcessId);
        PrivateFile.CreateFolder(Path.GetDirectoryName(socket)!);
        var witness = DemoWitness.Make(context, options, folders);
        var silo = HostProcess.Run(
            context.Clock,
            siloFile,
            [
                "--Silo:DataFolder", Path.Combine(folders.Data, "silo"), "--Silo:Socket", socket, "--Silo:Origin", OriginName,
                "--Silo:Environment", "Development", "--Silo:SimulatedClock", ClockStart, "--Silo:LogFolder", folders.Logs,
                "--Silo:Operator", $"{operatorCard.Account}:{operatorCard.SigningKey}", "--Silo:StopWithParent", parent,
                "--Silo:Witnesses", witness.PolicyFile,
            ],
            Path.Combine(folders.Logs, "silo.out"),
            interrupted);
        var gateway = HostProcess.Run(
            context.Clock,
            gatewayFile,
            [
                "--Gateway:Url", url.GetLeftPart(UriPartial.Authority), "--Gateway:SiloSocket", socket,
                "--Gateway:LogFolder", folders.Logs, "--Gateway:StopWithParent", parent,
            ],
            Path.Combine(folders.Logs, "gateway.out"),
            interrupted);
        return new DemoHosts(url, silo, gateway, witness, Path.GetDirectoryName(socket)!);
    }

    /// <summary>Waits until silo and gateway answer, then starts the witness: it needs the log's key, which the silo made.</summary>
    public async Task ReadyAsync(CommandContext context, GatewayClient client, CancellationToken cancellation)
    {
        var answer = await client.GetAsync("/readyz", cancellation);
        if (!answer.IsOk)
        {
            throw new CommandFailure(Silo.IsLost ? "the silo does not stay up" : Gateway.IsLost ? "the gateway does not stay up" : "the broker does not become ready");
        }

        Witness.Start(context, await client.GetBytesAsync("/keys/trust", cancellation), cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Witness.DisposeAsync();
        await Silo.DisposeAsync();
        if (socketFolder.StartsWith(Path.GetTempPath(), StringComparison.Ordinal) && Directory.Exists(socketFolder) && !Directory.EnumerateFileSystemEntries(socketFolder).Any())
        {
            Directory.Delete(socketFolder);
        }
    }

    /// <summary>A port that nobody listens at now.</summary>
    public static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
