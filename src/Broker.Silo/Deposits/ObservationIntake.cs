using System.Security.Cryptography;
using Broker.Briefings;
using Broker.DisclosureControl;
using Broker.Sealing;
using Broker.Silo.Vault;

namespace Broker.Silo.Deposits;

/// <summary>What is taken from an observation while its plaintext exists: its codes, and the bytes sealed again.</summary>
internal sealed class ObservationIntake
{
    public CountedObservation? Observation { get; private set; }

    /// <summary>The source's key in the ledger: the depositor's own tag, which it is made of, is never kept.</summary>
    public SourceKey Source { get; private set; }

    public SealedRecord? Stored { get; private set; }

    /// <summary>Code of what is wrong with the text.</summary>
    public string Fault { get; private set; } = "";

    /// <summary>Reads the observation and seals the record's parts, the manifest and the receipt among them.</summary>
    public void Read(
        ReadOnlySpan<byte> plain, VaultService vault, DepositHead head, ReadOnlySpan<byte> headBytes, ReadOnlySpan<byte> manifest, ReadOnlySpan<byte> receipt)
    {
        byte[] tag = GC.AllocateArray<byte>(Tag16.Size, pinned: true);
        try
        {
            if (!ObservationText.TryReadCounted(plain, tag, out CountedObservation? counted, out ObservationFault fault))
            {
                Fault = ObservationFaults.Code(fault);
                return;
            }

            Observation = counted;
            Source = new SourceKey(vault.SourceKey(counted!.Country, head.Depositor, tag));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(tag);
        }

        // Padded again, so that the length of what is stored tells nothing of what was reported.
        byte[] padded = GC.AllocateArray<byte>(Padding.PaddedLength(plain.Length), pinned: true);
        try
        {
            Padding.Pad(plain, padded);
            Stored = vault.SealRecord(head.Record, headBytes, padded, manifest, receipt);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(padded);
        }
    }
}
