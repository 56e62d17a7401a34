using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Orleans.Interop;

/// <summary>
/// Who is at the other end of a Unix domain socket. References: unix(7) (SO_PEERCRED, struct ucred: pid, uid, gid, 32 bits each),
/// geteuid(2). Linux only; elsewhere the modes of the socket and its folder are the only check.
/// </summary>
internal static class PeerCredentials
{
    private const int SolSocket = 1;
    private const int SoPeerCred = 17;
    private const int UcredBytes = 12;
    private const int UidOffset = 4;

    public static bool IsAllowed(Socket socket, ISet<uint> others)
    {
        if (!OperatingSystem.IsLinux())
        {
            return true;
        }

        var peer = PeerUserId(socket);
        return peer == EffectiveUserId() || others.Contains(peer);
    }

    private static uint PeerUserId(Socket socket)
    {
        Span<byte> ucred = stackalloc byte[UcredBytes];
        var length = socket.GetRawSocketOption(SolSocket, SoPeerCred, ucred);
        return length == UcredBytes
            ? MemoryMarshal.Read<uint>(ucred[UidOffset..])
            : throw new SocketException((int)SocketError.OperationNotSupported);
    }

    [DllImport("libc", EntryPoint = "geteuid", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint EffectiveUserId();
}
