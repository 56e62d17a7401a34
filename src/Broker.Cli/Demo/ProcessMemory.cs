using System.Globalization;

namespace Broker.Cli;

/// <summary>The most memory that a process ever held, as the kernel counts it (VmHWM).</summary>
internal static class ProcessMemory
{
    private const string Key = "VmHWM:";
    private const int KibPerMib = 1024;

    /// <summary>Whole MiB, rounded up; 0 where the kernel does not say.</summary>
    public static int PeakMiB(int processId)
    {
        try
        {
            var line = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/status"))
                .FirstOrDefault(l => l.StartsWith(Key, StringComparison.Ordinal)) ?? "";
            return Parse(line);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    public static int Parse(string line)
    {
        var digits = line.Replace(Key, "", StringComparison.Ordinal).Replace("kB", "", StringComparison.Ordinal).Trim();
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var kib) ? (kib + KibPerMib - 1) / KibPerMib : 0;
    }
}
