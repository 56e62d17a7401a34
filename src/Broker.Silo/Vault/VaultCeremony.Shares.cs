using System.Security.Cryptography;
using Broker.Contracts;
using Broker.Sealing;

namespace Broker.Silo.Vault;

// One share from its text to guarded memory. Limits and form come before cryptography; all of it under the guard.
internal sealed partial class VaultCeremony
{
    private Outcome Take(byte[] body)
    {
        if (given is null)
        {
            return files.VaultExists || development.RootExists ? VaultAnswers.NotAsked : VaultAnswers.Uninitialised;
        }

        if (!ShareText.TryParse(body, out SharePurpose purpose, out byte[] envelope))
        {
            return VaultAnswers.NotAnEnvelope;
        }

        if (purpose != given.Purpose)
        {
            return VaultAnswers.NotAsked;
        }

        // INVARIANT: what a stranger can send without effort is refused above and counts for nothing here.
        if (!rate.TryTake(wall.Now))
        {
            return VaultAnswers.Busy;
        }

        Outcome outcome = TakeEnvelope(given, envelope);
        if (!outcome.IsOk && rate.IsQuiet)
        {
            // Not each of them: a stranger must not fill the disk with lines.
            Refused(log, outcome.Code);
        }

        return outcome;
    }

    private Outcome TakeEnvelope(SharesGiven target, byte[] envelope)
    {
        string digest = Convert.ToHexStringLower(SHA256.HashData(envelope));
        if (envelopes.Contains(digest))
        {
            // Else whoever carries the shares could keep one in play for longer than its custodian was told.
            return VaultAnswers.Replayed;
        }

        byte[] plain = GC.AllocateArray<byte>(ShareEnvelope.PlaintextSize, pinned: true);
        try
        {
            if (!ShareEnvelope.TryOpen(envelope, start.Private, vault.Origin, target.Purpose, plain, out Range mnemonic))
            {
                return VaultAnswers.NotAnEnvelope;
            }

            if (!Slip39Share.TryParse(plain.AsSpan()[mnemonic], out Slip39Share? share, out _, out _))
            {
                return VaultAnswers.NotWords;
            }

            Outcome outcome = TakeShare(target, share!);
            if (outcome.IsOk)
            {
                envelopes.Add(digest);
            }

            return outcome;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    private Outcome TakeShare(SharesGiven target, Slip39Share share)
    {
        VaultShareCheck check = target.File.Check(share);
        Outcome outcome = !check.IsKnown ? VaultAnswers.Foreign(check.Custodian)
            : target.TryAdd(share, wall.Now) ? Outcome.Ok
            : VaultAnswers.Repeated(check.Custodian);
        if (outcome.IsOk)
        {
            Given(log, check.Custodian, target.Purpose.Kind.ToString());
        }
        else
        {
            share.Dispose();
        }

        return outcome;
    }
}
