using System.Globalization;
using System.Text;

namespace Broker.Cli;

/// <summary>Where a Unix domain socket can be: the system takes paths of at most 107 bytes, the broker of fewer than 100.</summary>
internal static class SocketPath
{
    /// <summary>Fewer bytes than this.</summary>
    public const int Limit = 100;

    private const string FileName = "silo.sock";

    /// <summary>A path in the wanted folder when it is short enough, else in a folder of its own under the temp folder.</summary>
    public static string Choose(string wantedFolder, string tempFolder, int processId)
    {
        var wanted = Path.Combine(Path.GetFullPath(wantedFolder), FileName);
        if (Encoding.UTF8.GetByteCount(wanted) < Limit)
        {
            return wanted;
        }

        var other = Path.Combine(tempFolder, string.Create(CultureInfo.InvariantCulture, $"broker-{processId}"), FileName);
        return Encoding.UTF8.GetByteCount(other) < Limit
            ? other
            : throw new CommandFailure($"no short enough path for a socket: `{wanted}` and `{other}` have {Limit} bytes or more");
    }
}
