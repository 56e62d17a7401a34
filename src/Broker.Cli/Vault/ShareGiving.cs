using Broker.Sealing;

namespace Broker.Cli;

/// <summary>Gives a share to a silo whose key the custodian knows from a person at the silo's console.</summary>
internal sealed class ShareGiving(CommandContext context, VaultDesk desk)
{
    /// <summary>Refuses a vault whose silo key is another than the custodian was told: the gateway, or whoever stands between, may have named its own.</summary>
    /// <param name="vault">What the gateway tells.</param>
    /// <param name="siloKey">Fingerprint of 32 hexadecimal digits, or the whole key of 64; blanks, colons and hyphens between are passed over.</param>
    public static void CheckSiloKey(VaultView vault, string siloKey)
    {
        var told = new string([.. siloKey.Where(c => c is not (' ' or ':' or '-'))]).ToLowerInvariant();
        if (told.Length is not (SiloKey.FingerprintLength or 2 * X25519PrivateKey.Size) || !told.All(char.IsAsciiHexDigitLower))
        {
            throw new CommandFailure($"--silo-key is the fingerprint that stands on the silo's console: {SiloKey.FingerprintLength} hexadecimal digits");
        }

        if (!SiloKey.Matches(vault.SiloKey, told) && told != Convert.ToHexStringLower(vault.SiloKey))
        {
            throw CommandFailure.No("the gateway names another silo key than you were told: nothing was sent; ask at the silo's console, the key is new at each start and after each seal");
        }
    }

    /// <summary>Seals the share to the silo key for one purpose and sends it.</summary>
    public async Task<VaultView> GiveAsync(Slip39Share share, VaultView vault, SharePurpose purpose, CancellationToken cancellation)
    {
        var origin = await desk.OriginAsync(cancellation);
        return await desk.GiveAsync(ShareText.Format(purpose, Seal(share, vault.SiloKey, origin, purpose)), cancellation);
    }

    private byte[] Seal(Slip39Share share, byte[] siloKey, Origin origin, SharePurpose purpose)
    {
        using SecretBytes words = new(share.MnemonicLength) { Length = share.MnemonicLength };
        share.FormatMnemonic(words.Span);
        try
        {
            return ShareEnvelope.Seal(words.Span, siloKey, origin, purpose, context.Random);
        }
        catch (ArgumentException)
        {
            // A key of low order would let anyone open it; only a gateway that lies names one.
            throw CommandFailure.No("the silo key that the gateway names is none: nothing was sent");
        }
    }
}
