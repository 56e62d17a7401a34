using System.Globalization;

namespace Broker.Bench.Http;

/// <summary>What the kernel says of a process: CPU time, by the names of its threads too, and memory (proc(5)).</summary>
internal static class ProcessUse
{
    private const double TicksPerSecond = 100; // USER_HZ, the same on every Linux of today
    private const double NanosPerSecond = 1e9;
    private const int KibPerMib = 1024;

    /// <summary>CPU seconds so far, of all threads, those that ended included.</summary>
    internal static double CpuSeconds(int process)
    {
        string text = File.ReadAllText(Path(process, "stat"));
        string[] fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        double Field(int number) => double.Parse(fields[number - 3], CultureInfo.InvariantCulture);
        return (Field(14) + Field(15)) / TicksPerSecond; // utime, stime
    }

    /// <summary>CPU seconds so far of each thread that lives, summed over threads of one name.</summary>
    internal static Dictionary<string, double> CpuByThread(int process)
    {
        var seconds = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (string thread in Directory.GetDirectories(Path(process, "task")))
        {
            try
            {
                string name = File.ReadAllText(System.IO.Path.Combine(thread, "comm")).Trim();
                string spent = File.ReadAllText(System.IO.Path.Combine(thread, "schedstat")).Split(' ')[0];
                seconds[name] = seconds.GetValueOrDefault(name) + (long.Parse(spent, CultureInfo.InvariantCulture) / NanosPerSecond);
            }
            catch (IOException)
            {
                // it ended meanwhile
            }
        }

        return seconds;
    }

    /// <summary>CPU seconds so far of one thread, by its folder below /proc.</summary>
    internal static double ThreadSeconds(string thread) =>
        long.Parse(File.ReadAllText(System.IO.Path.Combine(thread, "schedstat")).Split(' ')[0], CultureInfo.InvariantCulture) / NanosPerSecond;

    /// <summary>Memory held now, in MiB.</summary>
    internal static int MiB(int process) => Status(process, "VmRSS:");

    /// <summary>MiB that it had read from a disk so far, what the page cache had not.</summary>
    internal static long ReadMiB(int process)
    {
        const string Key = "read_bytes:";
        string line = File.ReadLines(Path(process, "io")).First(line => line.StartsWith(Key, StringComparison.Ordinal));
        return long.Parse(line[Key.Length..], CultureInfo.InvariantCulture) / (KibPerMib * KibPerMib);
    }

    /// <summary>The most that it ever held, in MiB.</summary>
    internal static int PeakMiB(int process) => Status(process, "VmHWM:");

    private static int Status(int process, string key)
    {
        string line = File.ReadLines(Path(process, "status")).First(line => line.StartsWith(key, StringComparison.Ordinal));
        return int.Parse(line[key.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) / KibPerMib;
    }

    private static string Path(int process, string file) => string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/{file}");
}
