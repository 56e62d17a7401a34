using System.Globalization;
using System.Text;

namespace Broker.Briefings.Tests;

/// <summary>What a stranger reads of a release entry: plain lines, split by hand and by none of the product's readers.</summary>
/// <param name="Nonce">The nonce's bytes.</param>
/// <param name="Slots">Tag and digest of each slot, in the order of the lines.</param>
/// <param name="Length">Length of the entry, in bytes.</param>
internal sealed record SlotSheet(byte[] Nonce, IReadOnlyList<(byte[] Tag, byte[] Digest)> Slots, int Length)
{
    /// <summary>Null for an entry that is no release.</summary>
    public static SlotSheet? Read(ReadOnlySpan<byte> entry)
    {
        string[] lines = Encoding.ASCII.GetString(entry).Split('\n');
        return !lines[0].EndsWith("/release/v1", StringComparison.Ordinal) ? null : new SlotSheet(
            Convert.FromHexString(lines[1].Split(' ')[1]),
            [.. lines.Select(line => line.Split(' ')).Where(line => line[0] == "slot").Select(line => (Convert.FromHexString(line[1]), Convert.FromHexString(line[2])))],
            entry.Length);
    }

    /// <summary>The entry as a text, for builders that the product's own would refuse.</summary>
    public static byte[] Write(string origin, byte[] nonce, IEnumerable<(byte[] Tag, byte[] Digest)> slots)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{origin}/release/v1\nnonce {Convert.ToHexStringLower(nonce)}\nhead {new string('0', 64)}\n");
        foreach ((byte[] tag, byte[] digest) in slots)
        {
            text.Append(CultureInfo.InvariantCulture, $"slot {Convert.ToHexStringLower(tag)} {Convert.ToHexStringLower(digest)}\n");
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }
}
