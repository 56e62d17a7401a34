using System.Diagnostics.CodeAnalysis;

namespace Broker.Transparency;

/// <summary>A trusted log: a checkpoint counts when the log's key signed it and enough of its witnesses cosigned it.</summary>
/// <remarks>References: C2SP tlog-checkpoint, tlog-cosignature, tlog-policy.</remarks>
public sealed class CheckpointVerifier
{
    private readonly NoteVerifier log;
    private readonly VerifyDelegate ed25519;

    /// <summary>Trusts a log under a rule of witnesses.</summary>
    public CheckpointVerifier(VerifierKey log, WitnessPolicy witnesses, VerifyDelegate ed25519)
    {
        ArgumentNullException.ThrowIfNull(witnesses);
        this.log = new NoteVerifier(log, ed25519);
        this.ed25519 = ed25519;
        Witnesses = witnesses;
    }

    /// <summary>The log's key; its name is the origin.</summary>
    public VerifierKey Log => log.Key;

    /// <summary>The rule of witnesses.</summary>
    public WitnessPolicy Witnesses { get; }

    /// <summary>Trusts what a trust file says.</summary>
    public static CheckpointVerifier Of(TrustFile trust, VerifyDelegate ed25519) => new(trust.Log, trust.Witnesses, ed25519);

    /// <summary>Opens a checkpoint that the log signed and a quorum of witnesses cosigned.</summary>
    /// <remarks>One bad signature of a trusted key, the log's or a witness's, refuses the whole note; those of others are passed over.</remarks>
    /// <param name="note">The signed note.</param>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="fault">One of the checkpoint faults, else <see cref="LogFault.None"/>.</param>
    public bool TryOpen(ReadOnlySpan<byte> note, [NotNullWhen(true)] out Checkpoint? checkpoint, out LogFault fault)
    {
        if (!Checkpoint.TryOpen(note, log, out checkpoint, out fault))
        {
            return false;
        }

        fault = TryCosigners(note, out var cosigners) switch
        {
            false => LogFault.InvalidSignature,
            true when !Witnesses.IsMet(cosigners.Select(one => one.Witness.Name).ToHashSet(StringComparer.Ordinal)) => LogFault.QuorumNotMet,
            _ => LogFault.None,
        };
        checkpoint = fault == LogFault.None ? checkpoint : null;
        return checkpoint is not null;
    }

    /// <summary>The witnesses of the policy that cosigned a note, and when (POSIX seconds); empty when one of their signatures is wrong.</summary>
    public IReadOnlyList<(Witness Witness, long Time)> Cosigners(ReadOnlySpan<byte> note) => TryCosigners(note, out var cosigners) ? cosigners : [];

    private bool TryCosigners(ReadOnlySpan<byte> note, out List<(Witness Witness, long Time)> cosigners)
    {
        cosigners = [];
        if (!SignedNote.TrySplit(note, out var text, out var signatures))
        {
            return false;
        }

        foreach (var witness in Witnesses.Witnesses)
        {
            if (!Cosignature.TryFind(signatures, text, witness.Key, ed25519, out var found, out var time))
            {
                return false;
            }

            if (found is not null)
            {
                cosigners.Add((witness, time));
            }
        }

        return true;
    }
}
