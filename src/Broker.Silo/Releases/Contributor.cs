using System.Buffers.Binary;
using System.Text;
using Broker.Sealing;

namespace Broker.Silo.Releases;

/// <summary>A record that was counted: what depositors' openings are made of.</summary>
/// <param name="Organisation">The depositor's account, as a number.</param>
/// <param name="Record">The record; null once it is shredded, so that a slot is written for it all the same.</param>
/// <param name="Stratum">Index of the most open tier that its caveats allow.</param>
internal sealed record Contributor(ulong Organisation, RecordId? Record, int Stratum)
{
    private const int StratumAt = 8 + RecordId.TextLength;
    private const int Size = StratumAt + 1;

    public static byte[] Encode(IReadOnlyList<Contributor> contributors)
    {
        byte[] bytes = new byte[Size * contributors.Count];
        for (int i = 0; i < contributors.Count; i++)
        {
            Span<byte> row = bytes.AsSpan(Size * i, Size);
            BinaryPrimitives.WriteUInt64BigEndian(row, contributors[i].Organisation);
            if (contributors[i].Record is { } record)
            {
                Encoding.ASCII.GetBytes(record.ToString(), row[8..]);
            }

            row[StratumAt] = checked((byte)contributors[i].Stratum);
        }

        return bytes;
    }

    public static IReadOnlyList<Contributor> Decode(ReadOnlySpan<byte> bytes)
    {
        var contributors = new Contributor[bytes.Length / Size];
        for (int i = 0; i < contributors.Length; i++)
        {
            ReadOnlySpan<byte> row = bytes.Slice(Size * i, Size);
            RecordId? record = row[8] == 0 ? null : RecordId.Parse(Encoding.ASCII.GetString(row[8..StratumAt]));
            contributors[i] = new Contributor(BinaryPrimitives.ReadUInt64BigEndian(row), record, row[StratumAt]);
        }

        return contributors;
    }

    /// <summary>Says nothing of what it holds.</summary>
    public override string ToString() => "contributor";
}
