using System.Collections.Concurrent;
using System.Net.Sockets;
using Orleans.Interop;
using Orleans.Runtime;
using Orleans.Silo;

namespace Orleans.Transport;

/// <summary>The silo's socket: one owner, mode 0600, in a folder that others cannot write to.</summary>
internal sealed class SiloListener : IAsyncDisposable
{
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(100);

    private const int Backlog = 512;
    private const int MaxConnections = 64;
    private const UnixFileMode OwnerFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerSocket = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode GroupSocket = OwnerSocket | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    private readonly EmbeddedSilo _silo;
    private readonly Socket _socket;
    private readonly CancellationTokenSource _accepting = new();
    private readonly CancellationTokenSource _serving = new();
    private readonly ConcurrentDictionary<Task, bool> _connections = new();
    private readonly Task _loop;

    private SiloListener(EmbeddedSilo silo, Socket socket)
    {
        _silo = silo;
        _socket = socket;
        _loop = AcceptAsync();
    }

    /// <exception cref="OrleansConfigurationException">The folder or the file in the way is not safe to use, or a silo runs there.</exception>
    public static SiloListener Open(EmbeddedSilo silo, string path)
    {
        PrepareFolder(Path.GetDirectoryName(path)!);
        RemoveStale(path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(path));
            if (!OperatingSystem.IsWindows())
            {
                // Between bind and here a wide umask may let others connect; the check of credentials holds for them too.
                File.SetUnixFileMode(path, silo.Options.AllowedUserIds.Count > 0 ? GroupSocket : OwnerSocket);
            }

            socket.Listen(Backlog);
            return new SiloListener(silo, socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public void StopAccepting() => _accepting.Cancel();

    public async ValueTask DisposeAsync()
    {
        await _accepting.CancelAsync();
        await _loop;
        _socket.Dispose();
        await _serving.CancelAsync();
        await Task.WhenAll(_connections.Keys);
        _accepting.Dispose();
        _serving.Dispose();
    }

    private static void PrepareFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder, OwnerFolder);
        }
        else if ((File.GetUnixFileMode(folder) & OthersWrite) != 0)
        {
            throw new OrleansConfigurationException(["others may write to the folder of the socket"]);
        }
    }

    private static void RemoveStale(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            return;
        }

        if (file.Length > 0 || file.LinkTarget is not null || Answers(path))
        {
            throw new OrleansConfigurationException(["the socket path is in use by another silo or is no socket"]);
        }

        file.Delete();
    }

    // Only a refused connection shows that nobody listens: a busy silo answers otherwise, and its socket must not be deleted.
    private static bool Answers(string path)
    {
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode != SocketError.ConnectionRefused;
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                try
                {
                    Admit(await _socket.AcceptAsync(_accepting.Token));
                }
                catch (SocketException)
                {
                    // Out of descriptors or memory, say: it passes, and a silo that no longer accepts would be lost.
                    await Task.Delay(AcceptPause, _accepting.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    private void Admit(Socket peer)
    {
        if (Refusal(peer) is { } reason)
        {
            _silo.Log.ConnectionRefused(reason);
            peer.Dispose();
            return;
        }

        var serving = Task.Run(() => new SiloConnection(_silo, peer).RunAsync(_serving.Token));
        _connections.TryAdd(serving, true);
        _ = serving.ContinueWith(
            done => _connections.TryRemove(done, out _),
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private string? Refusal(Socket peer)
    {
        if (_connections.Count >= MaxConnections)
        {
            return "too many connections";
        }

        try
        {
            return PeerCredentials.IsAllowed(peer, _silo.Options.AllowedUserIds) ? null : "another user's process";
        }
        catch (SocketException)
        {
            return "no credentials";
        }
    }
}
