using System.Text;
using Broker.Sealing;

namespace Broker.Silo.Deposits;

/// <summary>What a depositor's commit asks of the country's cells: to add a contribution or to take a record out.</summary>
/// <param name="Contribution">Added; null for a withdrawal.</param>
/// <param name="WithdrawnRecord">The record taken out; meaningless for an addition.</param>
internal sealed record OutboxItem(StoredContribution? Contribution, RecordId WithdrawnRecord)
{
    private const byte AddKind = 1;
    private const byte WithdrawKind = 2;

    public static OutboxItem Add(StoredContribution contribution) => new(contribution, default);

    public static OutboxItem Withdraw(RecordId record) => new(null, record);

    public byte[] Encode() => Contribution is null ? [WithdrawKind, .. Encoding.ASCII.GetBytes(WithdrawnRecord.ToString())] : [AddKind, .. Contribution.Encode()];

    /// <exception cref="InvalidDataException">Another version wrote it.</exception>
    public static OutboxItem Decode(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [AddKind, .. var rest] => Add(StoredContribution.Decode(rest)),
        [WithdrawKind, .. var rest] when RecordId.TryParse(rest, out RecordId record) => Withdraw(record),
        _ => throw new InvalidDataException("an outbox row was written by another version of the broker"),
    };

    /// <summary>Says nothing of what it holds.</summary>
    public override string ToString() => "outbox item";
}
