using System.Security.Cryptography;
using Broker.Contracts;
using Broker.Sealing;

namespace Broker.Silo.Vault;

/// <summary>Makes a root key, splits it by a plan and seals each share to its custodian.</summary>
/// <remarks>The root key exists for the time of one call, in guarded memory, and is never written.</remarks>
internal static class ShareIssuer
{
    /// <summary>The sharing, the sealed shares, and the key that the ring is stored under, which the caller owns.</summary>
    public static (VaultFile File, IReadOnlyList<IssuedShare> Shares, SecretKey RingKey) Issue(Origin origin, VaultPlan plan, RandomFill random)
    {
        using SecretKey root = SecretKey.Generate(random);
        IReadOnlyList<IReadOnlyList<Slip39Share>> shares = Slip39.Split(root, plan.GroupsNeeded, plan.Shape, random);
        try
        {
            VaultFile file = VaultFile.Of(origin, plan, shares);
            var issued = new List<IssuedShare>();
            for (int group = 0; group < shares.Count; group++)
            {
                foreach (Slip39Share share in shares[group])
                {
                    issued.Add(new IssuedShare(file.Check(share).Custodian, Seal(share, plan.Groups[group].Recipients[share.MemberIndex], random)));
                }
            }

            return (file, issued, KeyRing.RingKey(root));
        }
        finally
        {
            foreach (Slip39Share share in shares.SelectMany(group => group))
            {
                share.Dispose();
            }
        }
    }

    /// <summary>The mnemonic and a line feed as an age envelope.</summary>
    private static byte[] Seal(Slip39Share share, byte[] recipient, RandomFill random)
    {
        byte[] mnemonic = GC.AllocateArray<byte>(share.MnemonicLength + 1, pinned: true);
        try
        {
            share.FormatMnemonic(mnemonic.AsSpan(0, share.MnemonicLength));
            mnemonic[^1] = (byte)'\n';
            using var plain = new MemoryStream(mnemonic, writable: false);
            using var envelope = new MemoryStream();
            AgeEnvelope.Write(envelope, plain, [recipient], random);
            return envelope.ToArray();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(mnemonic);
        }
    }
}
