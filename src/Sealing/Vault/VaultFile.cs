using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Broker.Sealing.Formatting;

namespace Broker.Sealing;

/// <summary>The public file that tells at once whether a share is the right one: the text <c>broker-vault/1</c>.</summary>
/// <remarks>
/// Reference: docs/specs/vault.md, "Vault file". A share's hash is SHA-256 of <c>&lt;origin&gt;/vault-share/v1</c>, group index and member index (from 0, decimal), each with a
/// line feed, and the value of 32 bytes. The values are uniformly random, so their hashes can't be guessed from. Nothing rests on this file: whoever changes it can only
/// make unsealing fail. Limits: 32 KiB.
/// </remarks>
public sealed class VaultFile
{
    /// <summary>The longest text, in bytes.</summary>
    public const int MaxBytes = 32 * 1024;

    private const int HashSize = SHA256.HashSizeInBytes;
    private const int MaxIdentifier = 0x7FFF;

    private VaultFile(Origin origin, int identifier, int groupsNeeded, IReadOnlyList<VaultFileGroup> groups) =>
        (Origin, Identifier, GroupsNeeded, Groups) = (origin, identifier, groupsNeeded, groups);

    /// <summary>The broker instance.</summary>
    public Origin Origin { get; }

    /// <summary>The identifier of the set of shares, 15 bits.</summary>
    public int Identifier { get; }

    /// <summary>How many groups must reach their threshold.</summary>
    public int GroupsNeeded { get; }

    /// <summary>The groups, in the order of their numbers.</summary>
    public IReadOnlyList<VaultFileGroup> Groups { get; }

    /// <summary>The file of a plan and the shares that were split for it.</summary>
    /// <exception cref="ArgumentException">The shares have another shape than the plan.</exception>
    public static VaultFile Of(Origin origin, VaultPlan plan, IReadOnlyList<IReadOnlyList<Slip39Share>> shares)
    {
        if (!plan.Shape.Select(group => group.Members).SequenceEqual(shares.Select(group => group.Count)))
        {
            throw Errors.Malformed(nameof(shares), "one share for each custodian of the plan");
        }

        var groups = plan.Groups.Select((group, index) =>
            new VaultFileGroup(group.Name, group.Threshold, [.. shares[index].Select(share => Hash(origin, share))]));
        return new VaultFile(origin, shares[0][0].Identifier, plan.GroupsNeeded, [.. groups]);
    }

    /// <summary>Reads the vault file of an instance.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, Origin origin, out VaultFile? file, out VaultFileFailure reason)
    {
        (file, reason) = (null, VaultFileFailure.TooLarge);
        if (utf8.Length > MaxBytes)
        {
            return false;
        }

        reason = VaultFileFailure.Malformed;
        var reader = new LineReader(utf8);
        if (!reader.TryReadExactly("broker-vault/1"u8)
            || !reader.TryRead("origin "u8, out var originText) || !Origin.TryParse(originText, out var named)
            || !reader.TryRead("identifier "u8, out var identifierText) || !LineReader.TryParseNumber(identifierText, MaxIdentifier, out var identifier)
            || !reader.TryRead("groups-needed "u8, out var neededText) || !LineReader.TryParseNumber(neededText, int.MaxValue, out var needed)
            || !TryReadGroups(ref reader, out var groups))
        {
            return false;
        }

        var sizes = groups.ConvertAll(group => new VaultGroupSize(group.Name, group.Threshold, group.ShareHashes.Count));
        reason = named != origin ? VaultFileFailure.WrongOrigin
            : VaultGroups.Check((int)needed, sizes) != VaultPlanFailure.None ? VaultFileFailure.Groups
            : VaultFileFailure.None;
        file = reason == VaultFileFailure.None ? new VaultFile(named, (int)identifier, (int)needed, groups) : null;
        return file is not null;
    }

    /// <summary>The file's text.</summary>
    public byte[] Format()
    {
        var text = new StringBuilder("broker-vault/1\n")
            .Append(CultureInfo.InvariantCulture, $"origin {Origin}\nidentifier {Identifier}\ngroups-needed {GroupsNeeded}\n");
        foreach (var group in Groups)
        {
            text.Append(CultureInfo.InvariantCulture, $"group {group.Name} {group.Threshold}\n");
            foreach (var hash in group.ShareHashes)
            {
                text.Append(CultureInfo.InvariantCulture, $"share {Hex.Format(hash)}\n");
            }
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>Whose share it is, and whether it is the right one.</summary>
    public VaultShareCheck Check(Slip39Share share)
    {
        var group = share.GroupIndex < Groups.Count ? Groups[share.GroupIndex] : null;
        var name = group?.Name ?? (share.GroupIndex + 1).ToString(CultureInfo.InvariantCulture);
        var known = group is not null && share.MemberIndex < group.ShareHashes.Count
            && share.Set == new Slip39Set(Identifier, true, 0, GroupsNeeded, Groups.Count) && share.MemberThreshold == group.Threshold
            && share.ValueLength == SecretKey.Size
            && CryptographicOperations.FixedTimeEquals(Hash(Origin, share), group.ShareHashes[share.MemberIndex]);
        return new VaultShareCheck(known, share.GroupIndex, share.MemberIndex, VaultGroups.Custodian(name, share.MemberIndex));
    }

    private static byte[] Hash(Origin origin, Slip39Share share)
    {
        var prefix = string.Create(CultureInfo.InvariantCulture, $"{Domains.VaultShare(origin)}\n{share.GroupIndex}\n{share.MemberIndex}\n");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.ASCII.GetBytes(prefix));
        using var lease = share.Open();
        hash.AppendData(lease.Bytes);
        return hash.GetHashAndReset();
    }

    private static bool TryReadGroups(ref LineReader reader, out List<VaultFileGroup> groups)
    {
        groups = [];
        while (!reader.AtEnd)
        {
            if (!reader.TryRead("group "u8, out var line) || !VaultGroups.TryParseLine(line, out var name, out var threshold))
            {
                return false;
            }

            var hashes = new List<byte[]>();
            while (reader.TryRead("share "u8, out var text))
            {
                if (!LineReader.TryParseHex(text, HashSize, out var hash))
                {
                    return false;
                }

                hashes.Add(hash);
            }

            groups.Add(new VaultFileGroup(name, threshold, hashes));
        }

        return true;
    }
}
