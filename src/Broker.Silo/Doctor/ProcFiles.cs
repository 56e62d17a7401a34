using System.Globalization;

namespace Broker.Silo.Doctor;

/// <summary>What <c>/proc</c> says. Reference: proc(5).</summary>
internal static class ProcFiles
{
    public const string LockedMemory = "Max locked memory";
    public const string CoreFiles = "Max core file size";

    private const string Unlimited = "unlimited";
    private const int ValueAt = 26; // the columns have fixed places

    /// <summary>The limit in force of a process, out of the lines of its <c>limits</c>; null when it is not there.</summary>
    public static long? Limit(IEnumerable<string> lines, string name)
    {
        string? line = lines.FirstOrDefault(one => one.StartsWith(name, StringComparison.Ordinal) && one.Length > ValueAt);
        string? value = line?[ValueAt..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return value == Unlimited ? long.MaxValue : long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long bytes) ? bytes : null;
    }

    /// <summary>The areas of swap, out of the lines of <c>/proc/swaps</c>; one that is compressed memory writes nothing to a disk.</summary>
    public static IReadOnlyList<string> Swaps(IEnumerable<string> lines) =>
        [.. lines.Skip(1).Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Where(words => words.Length > 0 && !words[0].StartsWith("/dev/zram", StringComparison.Ordinal)).Select(words => words[0])];

    /// <summary>The lines of a file; none when it can't be read.</summary>
    public static IReadOnlyList<string> Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
