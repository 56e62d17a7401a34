namespace Broker.Contracts;

/// <summary>The vault's ceremonies; key <c>vault/this</c>. Reference: docs/specs/vault.md.</summary>
[Alias("broker.vault")]
public interface IVaultGrain : IGrainWithStringKey
{
    /// <summary>What anyone may know: state, silo key, who has given, epochs, what waits.</summary>
    [Alias("status")]
    Task<VaultState> Status();

    /// <summary>Makes root key, key ring and shares of an uninitialised vault; the body is a <c>vault-plan/1</c> text; the configured operator signs.</summary>
    [Alias("init")]
    Task<VaultOutcome> Init(SignedCall call);

    /// <summary>Takes one custodian's share, a <c>vault-share/1</c> text; the share is the proof, nobody signs.</summary>
    [Alias("give")]
    Task<VaultOutcome> Give(byte[] share);

    /// <summary>The shares that were issued last, each an age envelope to its custodian, until a quorum has confirmed them; the body is empty.</summary>
    [Alias("issued")]
    Task<IssuedOutcome> Issued(SignedCall call);

    /// <summary>Seals the vault now; the body is empty.</summary>
    [Alias("seal")]
    Task<VaultOutcome> Seal(SignedCall call);

    /// <summary>Begins a new epoch; the body is empty.</summary>
    [Alias("rotate")]
    Task<EpochOutcome> Rotate(SignedCall call);

    /// <summary>The newest epoch's public key as the text that the identity has to sign; the body is empty.</summary>
    [Alias("epoch")]
    Task<EpochOutcome> Epoch(SignedCall call);

    /// <summary>Installs the newest epoch's key note, which is the body: depositors seal to it from here on.</summary>
    [Alias("install")]
    Task<VaultOutcome> Install(SignedCall call);

    /// <summary>Re-wraps what is left under a past epoch and destroys its keys; the body is an <c>end-epoch/1</c> text.</summary>
    [Alias("end-epoch")]
    Task<VaultOutcome> EndEpoch(SignedCall call);

    /// <summary>Proposes a new sharing of the root key; the body is a <c>vault-plan/1</c> text. A quorum of today's custodians has to agree.</summary>
    [Alias("rekey")]
    Task<VaultOutcome> Rekey(SignedCall call);
}
