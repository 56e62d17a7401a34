using System.Net.Sockets;
using System.Text;

namespace Broker.Tests.Silo.Stores;

/// <summary>
/// The way between a silo and its database, through a socket of its own: it can lose one answer of the server, and the connection with it, so that what the server
/// did is not known to the silo.
/// </summary>
internal sealed class LossyWay : IAsyncDisposable
{
    /// <summary>The server's word for a transaction that is kept.</summary>
    public const string Committed = "COMMIT\0";

    /// <summary>Its word for rows of a transaction that is not over.</summary>
    public const string Inserted = "INSERT 0 ";

    /// <summary>Its word for a transaction that has begun.</summary>
    public const string Begun = "BEGIN\0";

    /// <summary>Its word for one row that was changed.</summary>
    public const string Updated = "UPDATE 1\0";

    private const string SocketFile = ".s.PGSQL.5432";
    private const int Buffer = 64 * 1024;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("broker-way-");
    private readonly Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly string server;
    private readonly Task accepting;
    private volatile byte[]? word; // the answer to lose; null for none
    private int passing; // answers with the word that come through before; changed by Interlocked only once it is set

    private LossyWay(string connection)
    {
        string host = connection.Split(';')[0];
        server = Path.Combine(host["Host=".Length..], SocketFile);
        Connection = $"Host={folder.FullName}{connection[host.Length..]}";
        listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(folder.FullName, SocketFile)));
        listener.Listen();
        accepting = Task.Run(AcceptAsync);
    }

    /// <summary>The connection string of the same database by this way.</summary>
    public string Connection { get; }

    /// <summary>A way to the database of a connection string whose host is a folder and stands first.</summary>
    public static LossyWay To(string connection) => new(connection);

    /// <summary>Loses the next answer that holds the word, or one after some others; nothing after it.</summary>
    public void Lose(string answer, int others = 0)
    {
        passing = others;
        word = Encoding.ASCII.GetBytes(answer);
    }

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        await accepting;
        folder.Delete(recursive: true);
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                Socket silo = await listener.AcceptAsync();
                var upstream = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await upstream.ConnectAsync(new UnixDomainSocketEndPoint(server));
                _ = PumpAsync(silo, upstream, loses: false);
                _ = PumpAsync(upstream, silo, loses: true);
            }
            catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    // The server writes each short answer at once, so that a word is never in two pieces.
    private async Task PumpAsync(Socket from, Socket to, bool loses)
    {
        byte[] buffer = new byte[Buffer];
        try
        {
            for (int read; (read = await from.ReceiveAsync(buffer)) > 0;)
            {
                if (loses && word is { } lost && buffer.AsSpan(0, read).IndexOf(lost) >= 0 && Interlocked.Decrement(ref passing) < 0)
                {
                    word = null;
                    break;
                }

                for (int sent = 0; sent < read;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent));
                }
            }
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // One end is gone, and so is the other.
        }
        finally
        {
            from.Dispose();
            to.Dispose();
        }
    }
}
