using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Broker.Tests.Silo.Memory;

/// <summary>Searches the whole memory of a process, guarded pages included, through <c>/proc</c>. Needs root: a silo is not dumpable.</summary>
/// <remarks>
/// The kernel lets a tracer read pages that the process itself may not. Huge reservations that nobody may read hold nothing: the
/// collector's heap lies in them, but what it uses of them stands as mappings of its own.
/// </remarks>
internal static class ProcessMemoryScan
{
    private const int ChunkSize = 4 * 1024 * 1024;
    private const long LargestUnreadable = 1024 * 1024;

    /// <summary>Names of the secrets that were found, with the mapping that each was found in; how many bytes were searched.</summary>
    public static (IReadOnlyList<string> Hits, long Searched) Search(int process, SecretPatterns secrets)
    {
        SearchValues<string> values = SearchValues.Create([.. secrets.All.Select(secret => secret.Bytes)], StringComparison.Ordinal);
        int overlap = secrets.All.Max(secret => secret.Bytes.Length) - 1;
        var hits = new SortedSet<string>(StringComparer.Ordinal);
        long searched = 0;
        using SafeFileHandle memory = File.OpenHandle($"/proc/{process}/mem");
        byte[] buffer = new byte[ChunkSize + overlap];
        foreach ((long start, long end, string label) in Mappings(process))
        {
            int kept = 0;
            for (long at = start; at < end; at += ChunkSize)
            {
                int length = (int)Math.Min(ChunkSize, end - at);
                int read = ReadPages(memory, at, buffer.AsSpan(kept, length));
                searched += read;
                // Bytes of one chunk and the end of the one before: a secret can lie across.
                string text = Encoding.Latin1.GetString(buffer, 0, kept + length);
                if (text.AsSpan().ContainsAny(values))
                {
                    hits.UnionWith(secrets.All.Where(secret => text.Contains(secret.Bytes, StringComparison.Ordinal)).Select(secret => $"{secret.Name} in {label}"));
                }

                int tail = Math.Min(overlap, kept + length);
                buffer.AsSpan(kept + length - tail, tail).CopyTo(buffer);
                kept = tail;
            }
        }

        return ([.. hits], searched);
    }

    /// <summary>Reads what there is; pages that can't be read are zeros.</summary>
    private static int ReadPages(SafeFileHandle memory, long at, Span<byte> target)
    {
        try
        {
            int read = RandomAccess.Read(memory, target, at);
            if (read == target.Length)
            {
                return read;
            }
        }
        catch (IOException)
        {
            // One page of it can't be read: page by page, then.
        }

        target.Clear();
        int sum = 0;
        for (int offset = 0; offset < target.Length; offset += Environment.SystemPageSize)
        {
            try
            {
                sum += RandomAccess.Read(memory, target[offset..Math.Min(target.Length, offset + Environment.SystemPageSize)], at + offset);
            }
            catch (IOException)
            {
                // A guard page, or one that was given back meanwhile.
            }
        }

        return sum;
    }

    private static IEnumerable<(long Start, long End, string Label)> Mappings(int process)
    {
        foreach (string line in File.ReadAllLines($"/proc/{process}/maps"))
        {
            string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            string[] range = fields[0].Split('-');
            long start = unchecked((long)ulong.Parse(range[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            long end = unchecked((long)ulong.Parse(range[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            string name = fields.Length > 5 ? fields[5] : "";
            bool unreadable = fields[1][0] != 'r';
            if (start < 0 || name is "[vvar]" or "[vvar_vclock]" or "[vsyscall]" || (unreadable && end - start > LargestUnreadable))
            {
                continue;
            }

            yield return (start, end, $"{fields[1]} {name} {fields[0]}");
        }
    }
}
