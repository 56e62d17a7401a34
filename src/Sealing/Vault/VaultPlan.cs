using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Broker.Sealing.Formatting;

namespace Broker.Sealing;

/// <summary>Who gets shares of the root key, and how many of them open the vault: the text <c>vault-plan/1</c>.</summary>
/// <remarks>
/// Reference: docs/specs/vault.md, "Plan". Limits: 32 KiB, 1 to 16 groups, 1 to 16 custodians each. All recipients are distinct: one person with two shares
/// would break the quorum. A plan has one spelling.
/// </remarks>
public sealed class VaultPlan
{
    /// <summary>The longest text, in bytes.</summary>
    public const int MaxBytes = 32 * 1024;

    /// <summary>Bytes of a digest.</summary>
    public const int DigestSize = 32;

    private VaultPlan(int groupsNeeded, IReadOnlyList<VaultPlanGroup> groups) => (GroupsNeeded, Groups) = (groupsNeeded, groups);

    /// <summary>How many groups must reach their threshold.</summary>
    public int GroupsNeeded { get; }

    /// <summary>The groups, in the order of their numbers.</summary>
    public IReadOnlyList<VaultPlanGroup> Groups { get; }

    /// <summary>The shape in the form that <see cref="Slip39.Split"/> takes.</summary>
    public IReadOnlyList<(int Threshold, int Members)> Shape => [.. Groups.Select(group => (group.Threshold, group.Recipients.Count))];

    /// <summary>Makes a plan of its parts, or says why they are none.</summary>
    public static bool TryCreate(int groupsNeeded, IReadOnlyList<VaultPlanGroup> groups, out VaultPlan? plan, out VaultPlanFailure reason)
    {
        plan = null;
        reason = VaultGroups.Check(groupsNeeded, [.. groups.Select(group => new VaultGroupSize(group.Name, group.Threshold, group.Recipients.Count))]);
        if (reason != VaultPlanFailure.None)
        {
            return false;
        }

        var recipients = groups.SelectMany(group => group.Recipients).ToList();
        reason = recipients.Exists(key => !X25519.IsUsable(key)) ? VaultPlanFailure.Recipient
            : recipients.DistinctBy(key => Hex.Format(key)).Count() != recipients.Count ? VaultPlanFailure.RepeatedRecipient
            : VaultPlanFailure.None;
        plan = reason == VaultPlanFailure.None ? new VaultPlan(groupsNeeded, [.. groups]) : null;
        return plan is not null;
    }

    /// <summary>Reads a plan.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out VaultPlan? plan, out VaultPlanFailure reason)
    {
        (plan, reason) = (null, VaultPlanFailure.TooLarge);
        if (utf8.Length > MaxBytes)
        {
            return false;
        }

        reason = VaultPlanFailure.Malformed;
        var reader = new LineReader(utf8);
        if (!reader.TryReadExactly("vault-plan/1"u8)
            || !reader.TryRead("groups-needed "u8, out var text) || !LineReader.TryParseNumber(text, int.MaxValue, out var needed))
        {
            return false;
        }

        reason = ReadGroups(ref reader, out var groups);
        return reason == VaultPlanFailure.None && TryCreate((int)needed, groups, out plan, out reason);
    }

    /// <summary>Reads groups as the command line has them: <c>operators:2of3,auditors:1of3</c>.</summary>
    public static bool TryParseGroups(string text, out IReadOnlyList<VaultGroupSize> groups, out VaultPlanFailure reason)
    {
        (groups, reason) = ([], VaultPlanFailure.TooLarge);
        if (text.Length > MaxBytes)
        {
            return false;
        }

        var parsed = new List<VaultGroupSize>();
        reason = VaultPlanFailure.Malformed;
        foreach (var part in text.Split(','))
        {
            if (part.Split(':') is not [var name, var size] || size.Split("of") is not [var threshold, var members]
                || !TryParseNumber(threshold, out var needed) || !TryParseNumber(members, out var count))
            {
                return false;
            }

            parsed.Add(new VaultGroupSize(name, needed, count));
        }

        reason = VaultGroups.Check(parsed.Count, parsed);
        groups = reason == VaultPlanFailure.None ? parsed : [];
        return reason == VaultPlanFailure.None;
    }

    /// <summary>The plan's text.</summary>
    public byte[] Format()
    {
        var text = new StringBuilder("vault-plan/1\n").Append(CultureInfo.InvariantCulture, $"groups-needed {GroupsNeeded}\n");
        foreach (var group in Groups)
        {
            text.Append(CultureInfo.InvariantCulture, $"group {group.Name} {group.Threshold}\n");
            foreach (var recipient in group.Recipients)
            {
                text.Append(CultureInfo.InvariantCulture, $"custodian {AgeKeys.FormatRecipient(recipient)}\n");
            }
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>What a quorum agrees to: SHA-256 of the domain, a line feed and the text; 32 bytes.</summary>
    public byte[] Digest(Origin origin) => SHA256.HashData([.. Encoding.ASCII.GetBytes(Domains.VaultPlan(origin)), (byte)'\n', .. Format()]);

    private static VaultPlanFailure ReadGroups(ref LineReader reader, out List<VaultPlanGroup> groups)
    {
        groups = [];
        while (!reader.AtEnd)
        {
            if (!reader.TryRead("group "u8, out var line) || !VaultGroups.TryParseLine(line, out var name, out var threshold))
            {
                return VaultPlanFailure.Malformed;
            }

            var recipients = new List<byte[]>();
            while (reader.TryRead("custodian "u8, out var custodian))
            {
                if (!Ascii.IsValid(custodian) || !AgeKeys.TryParseRecipient(Encoding.ASCII.GetString(custodian), out var key))
                {
                    return VaultPlanFailure.Recipient;
                }

                recipients.Add(key);
            }

            groups.Add(new VaultPlanGroup(name, threshold, recipients));
        }

        return VaultPlanFailure.None;
    }

    private static bool TryParseNumber(string text, out int number)
    {
        var parsed = LineReader.TryParseNumber(Encoding.UTF8.GetBytes(text), int.MaxValue, out var value);
        number = (int)value;
        return parsed;
    }
}
