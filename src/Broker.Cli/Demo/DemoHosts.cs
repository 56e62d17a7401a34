using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Broker.Cli;

/// <summary>Silo and gateway of the demo, as processes of their own that are started again when they die.</summary>
internal sealed class DemoHosts : IAsyncDisposable
{
    /// <summary>The simulated calendar starts with the first block of the grid.</summary>
    public const string ClockStart = "2012-12-31T00:00:00Z";

    private const string SiloProject = "Broker.Silo";
    private const string GatewayProject = "Broker.Gateway";
    private const string OriginName = "broker.localhost";

    private readonly string socketFolder;

    private DemoHosts(Uri url, HostProcess silo, HostProcess gateway, string socketFolder)
        => (Url, Silo, Gateway, this.socketFolder) = (url, silo, gateway, socketFolder);

    public Uri Url { get; }

    public HostProcess Silo { get; }

    public HostProcess Gateway { get; }

    public int Restarts => Silo.Restarts + Gateway.Restarts;

    public static DemoHosts Start(CommandContext context, DemoOptions options, DemoFolders folders, MemberCard operatorCard, CancellationToken interrupted)
    {
        var url = options.Url ?? new Uri(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{FreePort()}"));
        var parent = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        var siloFile = HostFiles.Find(options.Silo, SiloProject);
        var gatewayFile = HostFiles.Find(options.Gateway, GatewayProject);
        var socket = SocketPath.Choose(folders.Run, Path.GetTempPath(), Environment.ProcessId);
        PrivateFile.CreateFolder(Path.GetDirectoryName(socket)!);
        var silo = HostProcess.Run(
            context.Clock,
            siloFile,
            [
                "--Silo:DataFolder", Path.Combine(folders.Data, "silo"), "--Silo:Socket", socket, "--Silo:Origin", OriginName,
                "--Silo:Environment", "Development", "--Silo:SimulatedClock", ClockStart, "--Silo:LogFolder", folders.Logs,
                "--Silo:Operator", $"{operatorCard.Account}:{operatorCard.SigningKey}", "--Silo:StopWithParent", parent,
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
        return new DemoHosts(url, silo, gateway, Path.GetDirectoryName(socket)!);
    }

    /// <summary>Waits until both answer.</summary>
    public async Task ReadyAsync(GatewayClient client, CancellationToken cancellation)
    {
        var answer = await client.GetAsync("/readyz", cancellation);
        if (!answer.IsOk)
        {
            throw new CommandFailure(Silo.IsLost ? "the silo does not stay up" : Gateway.IsLost ? "the gateway does not stay up" : "the broker does not become ready");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Silo.DisposeAsync();
        if (socketFolder.StartsWith(Path.GetTempPath(), StringComparison.Ordinal) && Directory.Exists(socketFolder) && !Directory.EnumerateFileSystemEntries(socketFolder).Any())
        {
            Directory.Delete(socketFolder);
        }
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
