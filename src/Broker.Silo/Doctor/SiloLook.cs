using System.Buffers.Binary;
using System.Net.Sockets;
using Broker.Contracts;
using Broker.Silo.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Broker.Silo.Doctor;

/// <summary>Asks a running silo what it says of itself, as a gateway would.</summary>
internal static class SiloLook
{
    private const int SocketLevel = 1; // SOL_SOCKET
    private const int PeerCredentials = 17; // SO_PEERCRED: process, user, group
    private const int CredentialsSize = 12;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Null when none answers.</summary>
    public static async Task<SiloAnswer?> AskAsync(SiloOptions options)
    {
        int? process = Engine.HasCluster ? null : ProcessOf(options.Socket);
        if (process is null && !Engine.HasCluster)
        {
            return null;
        }

        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        builder.AddGrainClient(options);
        using IHost host = builder.Build();
        try
        {
            await host.StartAsync().WaitAsync(Patience);
            IClusterClient grains = host.Services.GetRequiredService<IClusterClient>();
            SiloState state = await grains.GetGrain<ISiloGrain>("silo/this").Status().WaitAsync(Patience);
            VaultState vault = await grains.GetGrain<IVaultGrain>("vault/this").Status().WaitAsync(Patience);
            PublicationState publication = await grains.GetGrain<IPublicationGrain>($"publication/{state.Origin}").State().WaitAsync(Patience);
            await host.StopAsync();
            return new SiloAnswer(state, vault, publication, process);
        }
#pragma warning disable CA1031 // however it does not answer, it does not
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    /// <summary>The process that listens at a socket; null when none does, or lets us in.</summary>
    private static int? ProcessOf(string path)
    {
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(path));
            byte[] credentials = new byte[CredentialsSize];
            return socket.GetRawSocketOption(SocketLevel, PeerCredentials, credentials) == CredentialsSize ? BinaryPrimitives.ReadInt32LittleEndian(credentials) : null;
        }
        catch (Exception fault) when (fault is SocketException or ArgumentException)
        {
            return null;
        }
    }
}
