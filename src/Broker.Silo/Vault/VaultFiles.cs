using Broker.Silo.Storage;

namespace Broker.Silo.Vault;

/// <summary>The files of the vault in the data folder. All of them are ciphertext, hashes or public.</summary>
/// <remarks>
/// <list type="table">
/// <item><term><c>vault</c></term><description>who the custodians' shares belong to; its presence is what makes a vault initialised</description></item>
/// <item><term><c>key-ring</c></term><description>the sealed key ring</description></item>
/// <item><term><c>shares.issued</c></term><description>the shares of an init, each sealed to its custodian, until the first unsealing</description></item>
/// <item><term><c>shares.next</c></term><description>the shares of a rekey that waits for its confirmation; dropped at a start</description></item>
/// <item><term><c>vault.next</c>, <c>key-ring.next</c></term><description>both halves of a rekey while it is confirmed, see <see cref="CommitRekey"/></description></item>
/// <item><term><c>key-ring.old</c></term><description>a replaced ring that is being overwritten</description></item>
/// </list>
/// INVARIANT: after a change that failed nothing is changed any more until a restart: what the disk holds is then unknown, and a start's
/// <see cref="Recover"/> is what makes it one thing or the other.
/// </remarks>
internal sealed class VaultFiles(string folder, Action? beforeStep = null)
{
    public const string Vault = "vault";
    public const string Ring = "key-ring";
    public const string IssuedShares = "shares.issued";
    public const string NextShares = "shares.next";
    public const string NextVault = "vault.next";
    public const string NextRing = "key-ring.next";
    public const string OldRing = "key-ring.old";

    private volatile bool failed;

    public bool RingExists => Exists(Ring);

    public bool VaultExists => Exists(Vault);

    public byte[] ReadRing() => File.ReadAllBytes(At(Ring));

    public byte[] ReadVault() => File.ReadAllBytes(At(Vault));

    /// <summary>The issued shares that wait: of a rekey if there are any, else of the init; null for none.</summary>
    public byte[]? ReadIssued() => Exists(NextShares) ? File.ReadAllBytes(At(NextShares)) : Exists(IssuedShares) ? File.ReadAllBytes(At(IssuedShares)) : null;

    /// <summary>Finishes or undoes what a crash interrupted. To be called once, before anything else is read.</summary>
    public void Recover()
    {
        // A rekey that was not confirmed: nothing has changed, the shares that it issued fit nothing.
        Delete(NextShares);
        if (Exists(NextVault))
        {
            // Not committed. The ring goes first: a ring without a vault file beside it means the opposite, see below.
            Shred(NextRing);
            Delete(NextVault);
        }
        else if (Exists(NextRing))
        {
            // Committed: the new vault file is in its place and only the ring that belongs to it is not.
            ReplaceRing();
        }

        ShredOldRing();
        // A ring that a crash kept from being written whole: it may hold keys of an epoch that ends later.
        Shred(Ring + DurableFile.Unfinished);
        Shred(NextRing + DurableFile.Unfinished);
        Delete(NextVault + DurableFile.Unfinished);
        Delete(Vault + DurableFile.Unfinished);
        Delete(NextShares + DurableFile.Unfinished);
        Delete(IssuedShares + DurableFile.Unfinished);
    }

    /// <summary>
    /// Keeps what an init made. The vault file comes last: without it the vault is uninitialised, and another init writes over the rest,
    /// which nothing was ever stored under.
    /// </summary>
    public void WriteInit(byte[] vault, byte[] ring, byte[] issued) => Change(() =>
    {
        Write(IssuedShares, issued);
        Write(Ring, ring);
        Write(Vault, vault);
    });

    /// <summary>Puts a changed ring in the place of the stored one, whose bytes are then overwritten.</summary>
    public void WriteRing(byte[] ring) => Change(() =>
    {
        Write(NextRing, ring); // a crash from here on: Recover finishes, the changed ring is the one in use
        ReplaceRing();
    });

    public void WriteNextShares(byte[] issued) => Change(() => Write(NextShares, issued));

    /// <summary>Drops the issued shares: their custodians have shown that they work, or the rekey that issued them was given up.</summary>
    public void DropIssued()
    {
        Delete(NextShares);
        Delete(IssuedShares);
    }

    /// <summary>Drops the shares of a rekey that was given up.</summary>
    public void DropNextShares() => Delete(NextShares);

    /// <summary>
    /// Puts a rekey's vault file and ring in their places. A crash anywhere leaves the old pair or the new one, never one of each:
    /// the renaming of the vault file decides.
    /// </summary>
    public void CommitRekey(byte[] vault, byte[] ring) => Change(() =>
    {
        Write(NextVault, vault); // a crash from here on: vault.next is there, Recover undoes
        Write(NextRing, ring);
        Rename(NextVault, Vault); // a crash from here on: key-ring.next alone is there, Recover finishes
        ReplaceRing();
    });

    private void Change(Action change)
    {
        if (failed)
        {
            throw new StoreUnavailableException("the vault's files are not changed any more until a restart, because an earlier change did not come to its end");
        }

        failed = true;
        change();
        failed = false;
    }

    private void ReplaceRing()
    {
        // The old ring keeps a second name, so that a crash before it is overwritten leaves it where Recover finds it.
        if (RingExists)
        {
            Delete(OldRing);
            Step(() => DurableFile.Link(At(Ring), At(OldRing)));
        }

        Rename(NextRing, Ring);
        ShredOldRing();
    }

    // Until the renaming both names are the same file: overwriting one would destroy the ring in use.
    private void ShredOldRing()
    {
        if (!Exists(OldRing) || !RingExists)
        {
            return;
        }

        if (File.ReadAllBytes(At(OldRing)).AsSpan().SequenceEqual(ReadRing()))
        {
            Delete(OldRing);
        }
        else
        {
            Shred(OldRing);
        }
    }

    private void Write(string name, byte[] content) => Step(() => DurableFile.Write(At(name), content));

    private void Rename(string from, string to) => Step(() => DurableFile.Rename(At(from), At(to)));

    private void Delete(string name) => Step(() => DurableFile.Delete(At(name)));

    private void Shred(string name) => Step(() => DurableFile.Shred(At(name)));

    /// <summary>One change of the folder that is durable before the next; tests stop before any of them.</summary>
    private void Step(Action change)
    {
        beforeStep?.Invoke();
        change();
    }

    private bool Exists(string name) => File.Exists(At(name));

    private string At(string name) => Path.Combine(folder, name);
}
