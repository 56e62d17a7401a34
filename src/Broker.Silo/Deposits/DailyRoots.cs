using System.Security.Cryptography;
using Broker.Briefings;
using Broker.Silo.Log;
using Broker.Silo.Storage;
using Broker.Silo.Vault;
using Broker.Transparency;

namespace Broker.Silo.Deposits;

/// <summary>
/// One entry of the log for each day that is over: the Merkle root over the commitments of its deposits. It proves a deposit later
/// without showing when on that day, how many there were, or whose: the tree has the same size whatever the day had (<see cref="DayTrees"/>).
/// </summary>
/// <remarks>A day without deposits has an entry too, with a random root: which days had some stays unknown.</remarks>
internal static class DailyRoots
{
    private static readonly DayMark Next = new("next-day-to-root");

    /// <summary>Whether the day's root is in the log, so that no commitment can join it any more.</summary>
    public static bool IsRooted(StoreConnection connection, DateOnly day) => Next.Read(connection) is { } next && day < next;

    /// <summary>The first day, from today on, whose commitments are still open: today, unless a clock that was ahead has closed it.</summary>
    public static DateOnly OpenDay(StoreConnection connection, DateOnly today) => Next.Read(connection) is { } next && next > today ? next : today;

    /// <summary>The time up to which the calendar is closed: now, but never past the end of the last day whose root is in the log. Null before there is any.</summary>
    public static DateTimeOffset? ClosedUntil(StoreConnection connection, DateTimeOffset now)
    {
        if (Next.Read(connection) is not { } next)
        {
            return null;
        }

        var rooted = new DateTimeOffset(next.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        return rooted < now ? rooted : now;
    }

    /// <summary>Notes the first day that ever had a deposit, so that its root is logged even if the silo is down on every day after it for long.</summary>
    public static void Begin(StoreConnection connection, DateOnly day) => Next.Begin(connection, day);

    /// <summary>How a day is named in the table of commitments.</summary>
    public static byte[] Tag(VaultService vault, DateOnly day) => vault.Tag("commitment-day", DayMark.Text(day));

    /// <summary>The key of a day's entry in the log.</summary>
    public static string Key(DateOnly day) => $"deposit-root/{DayMark.Text(day)}";

    /// <summary>Logs the roots of all days before <paramref name="today"/> that have none, in the caller's transaction.</summary>
    public static void Close(StoreConnection connection, VaultService vault, LogEntries entries, DateOnly today)
    {
        var roots = new List<(string Key, LogEntry Entry)>();
        for (DateOnly day = Next.Read(connection) ?? today; day < today; day = day.AddDays(1))
        {
            Hash32 root = DayTrees.Close(connection, vault, day)?.Root ?? new Hash32(RandomNumberGenerator.GetBytes(Hash32.Size));
            roots.Add((Key(day), new DepositRootEntry(vault.Origin.ToString(), day, Sha256Digest.FromBytes(root.ToArray()))));
        }

        entries.Append(connection, roots);
        Next.Reach(connection, today);
    }
}
