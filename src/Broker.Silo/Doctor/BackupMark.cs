using System.Globalization;
using System.Text;
using Broker.Silo.Storage;

namespace Broker.Silo.Doctor;

/// <summary>When the last backup was taken: a file of the data folder that only the operator's checks read.</summary>
internal sealed record BackupMark(DateTimeOffset At, long LogSize)
{
    public const string Name = "last-backup";

    private const string FirstLine = "last-backup/1";
    private const int LargestFile = 256;

    /// <summary>Null when there was none, or the file is none that was written here.</summary>
    public static BackupMark? Read(string folder)
    {
        string path = Path.Combine(folder, Name);
        if (!File.Exists(path) || new FileInfo(path).Length > LargestFile)
        {
            return null;
        }

        return File.ReadAllText(path).Split('\n') is [FirstLine, var taken, var log, ""]
            && long.TryParse(Rest(taken, "taken "), NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            && long.TryParse(Rest(log, "log-size "), NumberStyles.None, CultureInfo.InvariantCulture, out long size)
            ? new BackupMark(DateTimeOffset.FromUnixTimeSeconds(seconds), size)
            : null;
    }

    public void Write(string folder) => DurableFile.Write(
        Path.Combine(folder, Name),
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{FirstLine}\ntaken {At.ToUnixTimeSeconds()}\nlog-size {LogSize}\n")));

    private static string Rest(string line, string name) => line.StartsWith(name, StringComparison.Ordinal) ? line[name.Length..] : "";
}
