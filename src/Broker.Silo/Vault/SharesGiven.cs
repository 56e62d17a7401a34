using Broker.Sealing;

namespace Broker.Silo.Vault;

/// <summary>The shares that were given for one purpose, until a quorum, a quarter of an hour, or the end of what they were given for.</summary>
/// <remarks>Their values are in guarded memory and zeroed when they are forgotten. Not safe for concurrent use: the ceremony has a lock.</remarks>
internal sealed class SharesGiven(SharePurpose purpose, VaultFile file) : IDisposable
{
    /// <summary>How long a share is kept: long enough for people on the telephone, short enough that none is left over.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    // A clock may be set back by so much without a share being forgotten.
    private static readonly TimeSpan StepBack = TimeSpan.FromMinutes(1);

    private readonly List<(Slip39Share Share, DateTimeOffset Until)> given = [];

    public SharePurpose Purpose => purpose;

    /// <summary>The sharing that the shares have to be of.</summary>
    public VaultFile File => file;

    /// <summary>Whether enough groups have reached their threshold.</summary>
    public bool IsQuorum => Complete().Count >= file.GroupsNeeded;

    /// <summary>The numbers, from 1, of those of a group who have given.</summary>
    public IReadOnlyList<int> Numbers(int group) => [.. given.Where(one => one.Share.GroupIndex == group).Select(one => one.Share.MemberIndex + 1).Order()];

    /// <summary>Takes a share that the file knows; false when this custodian has given already. On success the share is owned here.</summary>
    public bool TryAdd(Slip39Share share, DateTimeOffset now)
    {
        if (given.Exists(one => one.Share.GroupIndex == share.GroupIndex && one.Share.MemberIndex == share.MemberIndex))
        {
            return false;
        }

        given.Add((share, now + Lifetime));
        return true;
    }

    /// <summary>Forgets what was given too long ago, or at a time that is still to come: the clock was set back, and nobody knows how long ago that was.</summary>
    public void Sweep(DateTimeOffset now)
    {
        bool IsOver(DateTimeOffset until) => until <= now || until > now + Lifetime + StepBack;
        foreach ((Slip39Share share, _) in given.Where(one => IsOver(one.Until)))
        {
            share.Dispose();
        }

        given.RemoveAll(one => IsOver(one.Until));
    }

    /// <summary>Combines a quorum and forgets every share, whatever comes of it. Null when the shares don't belong together.</summary>
    public SecretKey? Combine()
    {
        // Exactly as many as are needed: each group's threshold, of as many groups as have to reach theirs.
        List<Slip39Share> needed = [.. Complete().Take(file.GroupsNeeded).SelectMany(group => group.Take(file.Groups[group.Key].Threshold))];
        bool combined = Slip39.TryCombine(needed, out SecretKey? root, out _);
        Dispose();
        return combined ? root : null;
    }

    /// <summary>Forgets every share.</summary>
    public void Dispose()
    {
        foreach ((Slip39Share share, _) in given)
        {
            share.Dispose();
        }

        given.Clear();
    }

    private List<IGrouping<int, Slip39Share>> Complete() =>
        [.. given.Select(one => one.Share).GroupBy(share => share.GroupIndex).Where(group => group.Count() >= file.Groups[group.Key].Threshold)];
}
