using System.Buffers.Binary;
using System.Text;
using Broker.DisclosureControl;
using Broker.Sealing;
using Broker.Silo.Vault;

namespace Broker.Silo.Deposits;

/// <summary>
/// What of an admitted record is counted, as it is kept until its period is measured: codes and keyed tags, no text of anyone's.
/// Stored sealed; the bytes are ours and versioned: they open under either engine.
/// </summary>
/// <param name="Record">The record.</param>
/// <param name="Organisation">The depositor's account.</param>
/// <param name="Source">The source's key in the ledger.</param>
/// <param name="Ordinal">The four-week block that holds the first day of the observed interval.</param>
/// <param name="Week">The week that holds it, by its ordinal: week 0 begins on Monday 2012-12-31.</param>
/// <param name="Arrived">The day on which it arrived, UTC, also when the vault was sealed then: what decides whether it came before a cut-off.</param>
/// <param name="Area">P-code of the first-order area, or the country's code when none is given.</param>
/// <param name="Kind">Code of the event kind.</param>
/// <param name="Revision">The sharing policy in force when it was deposited.</param>
/// <param name="Caveats">The caveat document.</param>
internal sealed record StoredContribution(
    RecordId Record, OrganisationKey Organisation, SourceKey Source, int Ordinal, int Week, DateOnly Arrived, string Area, string Kind, string Revision, byte[] Caveats)
{
    /// <summary>The length to which all but long ones are filled with zeros, in bytes.</summary>
    public const int ShortSize = 512;

    private const int ShortSealed = EpochId.TextLength + ShortSize + XChaCha20Poly1305.Overhead;
    private const byte Version = 2;
    private const int OrganisationAt = 1 + RecordId.TextLength;
    private const int SourceAt = OrganisationAt + 8;
    private const int OrdinalAt = SourceAt + 16;
    private const int WeekAt = OrdinalAt + 4;
    private const int WeekShift = 2; // four weeks in a block, rounded down below 0 as well
    private const int ArrivedAt = WeekAt + 4;
    private const int FixedSize = ArrivedAt + 4;

    /// <summary>
    /// Whether it counts in the period: a final counts its whole block, a flash its week, and both only what had arrived by the cut-off, however
    /// late they are measured because the silo was down or sealed.
    /// </summary>
    public bool Enters(MeasuredPeriod period) =>
        (period.IsFinal ? Ordinal : Week) == period.Ordinal && Arrived < DateOnly.FromDateTime(period.CutOff.UtcDateTime);

    /// <summary>
    /// Seals it for a row, padded to <see cref="ShortSize"/>, which nearly every one has room in, so that a page of the store holds several; a longer one, whose
    /// caveats are long, as the long values of the store are.
    /// </summary>
    public byte[] Seal(VaultService vault, string place)
    {
        byte[] bytes = Encode();
        if (bytes.Length > ShortSize)
        {
            return vault.SealPaddedAtRest(place, bytes);
        }

        Array.Resize(ref bytes, ShortSize);
        return vault.SealAtRest(place, bytes);
    }

    /// <summary>Opens what <see cref="Seal"/> sealed, or an earlier version that had no short size.</summary>
    /// <exception cref="DamagedStoreException">The bytes are not what was stored there.</exception>
    /// <exception cref="InvalidDataException">Another version wrote it, or its week is not of its block.</exception>
    public static StoredContribution Open(VaultService vault, string place, byte[] stored) =>
        Decode(stored.Length == ShortSealed ? vault.OpenAtRest(place, stored) : vault.OpenPaddedAtRest(place, stored));

    public byte[] Encode()
    {
        byte[][] texts = [Encoding.ASCII.GetBytes(Area), Encoding.ASCII.GetBytes(Kind), Encoding.ASCII.GetBytes(Revision), Caveats];
        byte[] bytes = new byte[FixedSize + texts.Sum(text => 2 + text.Length)];
        bytes[0] = Version;
        Encoding.ASCII.GetBytes(Record.ToString(), bytes.AsSpan(1));
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(OrganisationAt), Organisation.Value);
        BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(SourceAt), Source.Value);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(OrdinalAt), Ordinal);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(WeekAt), Week);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(ArrivedAt), Arrived.DayNumber);
        Span<byte> rest = bytes.AsSpan(FixedSize);
        foreach (byte[] text in texts)
        {
            BinaryPrimitives.WriteUInt16BigEndian(rest, checked((ushort)text.Length));
            text.CopyTo(rest[2..]);
            rest = rest[(2 + text.Length)..];
        }

        return bytes;
    }

    /// <summary>Reads what <see cref="Encode"/> wrote; its seal was checked before.</summary>
    /// <exception cref="InvalidDataException">Another version wrote it, or its week is not of its block.</exception>
    public static StoredContribution Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < FixedSize || bytes[0] != Version)
        {
            throw new InvalidDataException("a stored contribution was written by another version of the broker");
        }

        (int ordinal, int week) = (BinaryPrimitives.ReadInt32BigEndian(bytes[OrdinalAt..]), BinaryPrimitives.ReadInt32BigEndian(bytes[WeekAt..]));
        if (week >> WeekShift != ordinal)
        {
            throw new InvalidDataException("a stored contribution names a week that its block does not hold");
        }

        int arrived = BinaryPrimitives.ReadInt32BigEndian(bytes[ArrivedAt..]);
        if (arrived < 0 || arrived > DateOnly.MaxValue.DayNumber)
        {
            throw new InvalidDataException("a stored contribution names a day of arrival that the calendar does not have");
        }

        ReadOnlySpan<byte> rest = bytes[FixedSize..];
        string area = Encoding.ASCII.GetString(Next(ref rest));
        string kind = Encoding.ASCII.GetString(Next(ref rest));
        string revision = Encoding.ASCII.GetString(Next(ref rest));
        return new StoredContribution(
            RecordId.Parse(Encoding.ASCII.GetString(bytes[1..OrganisationAt])),
            new OrganisationKey(BinaryPrimitives.ReadUInt64BigEndian(bytes[OrganisationAt..])),
            new SourceKey(BinaryPrimitives.ReadUInt128BigEndian(bytes[SourceAt..])),
            ordinal,
            week,
            DateOnly.FromDayNumber(arrived),
            area, kind, revision, Next(ref rest).ToArray());
    }

    /// <summary>Records print their members; a log line that prints one by mistake must say nothing.</summary>
    public override string ToString() => "contribution";

    private static ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> rest)
    {
        int length = BinaryPrimitives.ReadUInt16BigEndian(rest);
        ReadOnlySpan<byte> text = rest.Slice(2, length);
        rest = rest[(2 + length)..];
        return text;
    }
}
