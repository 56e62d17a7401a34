using System.Text;
using Broker.Sealing.Formatting;

namespace Broker.Sealing;

/// <summary>What plan, vault file and command line say of groups in the same way.</summary>
internal static class VaultGroups
{
    /// <summary>The longest name of a group.</summary>
    internal const int MaxNameLength = 31;

    internal static string Custodian(string group, int memberIndex) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{group}/{memberIndex + 1}");

    internal static bool IsName(ReadOnlySpan<char> name)
    {
        if (name.Length is 0 or > MaxNameLength || !char.IsAsciiLetterLower(name[0]))
        {
            return false;
        }

        foreach (var character in name)
        {
            if (!char.IsAsciiLetterLower(character) && !char.IsAsciiDigit(character) && character != '-')
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Takes <c>&lt;name&gt; &lt;threshold&gt;</c> apart. Neither is judged further.</summary>
    internal static bool TryParseLine(ReadOnlySpan<byte> value, out string name, out int threshold)
    {
        (name, threshold) = (string.Empty, 0);
        if (!LineReader.TrySplit(ref value, out var word) || word.Length > MaxNameLength || !Ascii.IsValid(word)
            || !LineReader.TryParseNumber(value, int.MaxValue, out var number))
        {
            return false;
        }

        (name, threshold) = (Encoding.ASCII.GetString(word), (int)number);
        return true;
    }

    /// <summary>The rules that plan, vault file and command line share.</summary>
    internal static VaultPlanFailure Check(int groupsNeeded, IReadOnlyList<VaultGroupSize> groups)
    {
        if (groups.Count is 0 or > Slip39.MaxShares)
        {
            return VaultPlanFailure.GroupCount;
        }

        if (groupsNeeded < 1 || groupsNeeded > groups.Count)
        {
            return VaultPlanFailure.GroupsNeeded;
        }

        if (groups.Any(group => !IsName(group.Name)) || groups.DistinctBy(group => group.Name).Count() != groups.Count)
        {
            return VaultPlanFailure.GroupName;
        }

        if (groups.Any(group => group.Members is < 1 or > Slip39.MaxShares))
        {
            return VaultPlanFailure.MemberCount;
        }

        return groups.Any(group => group.Threshold < 1 || group.Threshold > group.Members) ? VaultPlanFailure.Threshold : VaultPlanFailure.None;
    }
}
