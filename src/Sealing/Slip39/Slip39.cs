using Broker.Sealing.Interop;

namespace Broker.Sealing;

/// <summary>Sharing of the root key by SLIP-39 in two levels: members of groups, and groups.</summary>
/// <remarks>
/// References: SLIP-0039 (satoshilabs/slips); docs/specs/vault.md, "The root key and its shares". Parameters: secret 32 bytes, 33 words a share, 1 to 16
/// groups of 1 to 16 members, empty passphrase, extendable, iteration exponent 0. Each member of a group 1 of N gets its own number with the
/// same value, so that it can be said who has given.
/// </remarks>
public static class Slip39
{
    /// <summary>Words of a share of a 32-byte secret.</summary>
    public const int Words = 33;

    /// <summary>The most groups, and the most members of a group.</summary>
    public const int MaxShares = ShamirSharing.MaxShares;

    private const int IdentifierBits = 15;

    /// <summary>Splits a key: for each group the shares of its members. The caller disposes them.</summary>
    /// <exception cref="ArgumentException">Numbers of groups, members or thresholds are out of range.</exception>
    public static IReadOnlyList<IReadOnlyList<Slip39Share>> Split(
        SecretKey root, int groupsNeeded, IReadOnlyList<(int Threshold, int Members)> groups, RandomFill random)
    {
        CheckShape(groupsNeeded, groups);
        Span<byte> bits = stackalloc byte[2];
        random(bits);
        var identifier = ((bits[0] << 8) | bits[1]) & ((1 << IdentifierBits) - 1);
        using var lease = root.Open();
        return SplitCore(lease.Bytes, [], new Slip39Set(identifier, true, 0, groupsNeeded, groups.Count), groups, random);
    }

    /// <summary>Recovers a key of 32 bytes. More shares than needed are checked as well; groups below their threshold are left out.</summary>
    public static bool TryCombine(IReadOnlyCollection<Slip39Share> shares, out SecretKey? root, out Slip39Failure reason)
    {
        root = null;
        reason = Slip39Failure.Unsupported;

        // Limits first: an exponent of 15 would cost hours.
        if (shares.Any(share => !share.Set.Extendable || share.Set.IterationExponent != 0 || share.ValueLength != SecretKey.Size))
        {
            return false;
        }

        if (!TryCombineCore(shares, [], out var secret, out reason))
        {
            return false;
        }

        using (secret)
        {
            root = SecretKey.FromBytes(secret!.Span);
        }

        return true;
    }

    /// <summary>Splits a secret of any even length of 16 to 64 bytes.</summary>
    internal static IReadOnlyList<IReadOnlyList<Slip39Share>> SplitCore(
        ReadOnlySpan<byte> secret, ReadOnlySpan<byte> passphrase, Slip39Set set, IReadOnlyList<(int Threshold, int Members)> groups,
        RandomFill random)
    {
        using var encrypted = new SecretBuffer(secret.Length);
        secret.CopyTo(encrypted.Span);
        Slip39Cipher.Encrypt(encrypted.Span, passphrase, set);
        var groupValues = ShamirSharing.Split(set.GroupThreshold, groups.Count, encrypted.Span, random);
        try
        {
            return [.. groupValues.Select((value, group) => SplitGroup(set, group, groups[group], value, random))];
        }
        finally
        {
            groupValues.ForEach(value => value.Dispose());
        }
    }

    /// <summary>Recovers a secret of any length. The caller disposes it.</summary>
    internal static bool TryCombineCore(
        IReadOnlyCollection<Slip39Share> shares, ReadOnlySpan<byte> passphrase, out SecretBuffer? secret, out Slip39Failure reason)
    {
        secret = null;
        reason = Check(shares);
        if (reason != Slip39Failure.None)
        {
            return false;
        }

        var first = shares.First();
        var recovered = new SecretBuffer(first.ValueLength);
        if (!TryRecover(shares, recovered.Span))
        {
            recovered.Dispose();
            reason = Slip39Failure.Digest;
            return false;
        }

        Slip39Cipher.Decrypt(recovered.Span, passphrase, first.Set);
        secret = recovered;
        return true;
    }

    private static List<Slip39Share> SplitGroup(
        Slip39Set set, int group, (int Threshold, int Members) shape, SecretBuffer value, RandomFill random)
    {
        var values = ShamirSharing.Split(shape.Threshold, shape.Members, value.Span, random);
        try
        {
            return [.. values.Select((share, member) => new Slip39Share(set, new Slip39Place(group, member, shape.Threshold), share.Span))];
        }
        finally
        {
            values.ForEach(share => share.Dispose());
        }
    }

    private static Slip39Failure Check(IReadOnlyCollection<Slip39Share> shares)
    {
        if (shares.Count == 0)
        {
            return Slip39Failure.TooFew;
        }

        var first = shares.First();
        if (shares.Any(share => share.Set != first.Set || share.ValueLength != first.ValueLength))
        {
            return Slip39Failure.OtherSet;
        }

        if (shares.GroupBy(share => share.GroupIndex).Any(group => group.Select(share => share.MemberThreshold).Distinct().Count() > 1))
        {
            return Slip39Failure.MemberThresholdMismatch;
        }

        if (shares.Select(share => (share.GroupIndex, share.MemberIndex)).Distinct().Count() != shares.Count)
        {
            return Slip39Failure.Repeated;
        }

        return Complete(shares).Count < first.GroupThreshold ? Slip39Failure.TooFew : Slip39Failure.None;
    }

    private static List<IGrouping<int, Slip39Share>> Complete(IReadOnlyCollection<Slip39Share> shares) =>
        [.. shares.GroupBy(share => share.GroupIndex).Where(group => group.Count() >= group.First().MemberThreshold)];

    private static bool TryRecover(IReadOnlyCollection<Slip39Share> shares, Span<byte> secret)
    {
        var points = new List<SharePoint>();
        try
        {
            foreach (var group in Complete(shares))
            {
                points.Add(new SharePoint((byte)group.Key, new SecretBuffer(secret.Length)));
                if (!TryRecoverGroup(group, points[^1].Value.Span))
                {
                    return false;
                }
            }

            return ShamirSharing.TryRecover(shares.First().GroupThreshold, points, secret);
        }
        finally
        {
            points.ForEach(point => point.Value.Dispose());
        }
    }

    private static bool TryRecoverGroup(IGrouping<int, Slip39Share> group, Span<byte> value)
    {
        var points = new List<SharePoint>();
        try
        {
            foreach (var share in group)
            {
                points.Add(new SharePoint((byte)share.MemberIndex, new SecretBuffer(value.Length)));
                using var lease = share.Open();
                lease.Bytes.CopyTo(points[^1].Value.Span);
            }

            return ShamirSharing.TryRecover(group.First().MemberThreshold, points, value);
        }
        finally
        {
            points.ForEach(point => point.Value.Dispose());
        }
    }

    private static void CheckShape(int groupsNeeded, IReadOnlyList<(int Threshold, int Members)> groups)
    {
        if (groups.Count is 0 or > MaxShares || groupsNeeded < 1 || groupsNeeded > groups.Count)
        {
            throw Errors.Malformed(nameof(groupsNeeded), "between 1 and the number of groups, which is 1 to 16");
        }

        if (groups.Any(group => group.Members is < 1 or > MaxShares || group.Threshold < 1 || group.Threshold > group.Members))
        {
            throw Errors.Malformed(nameof(groups), "groups of 1 to 16 members and a threshold of 1 to their number");
        }
    }
}
