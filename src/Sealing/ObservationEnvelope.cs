using System.Security.Cryptography;
using System.Text;

namespace Broker.Sealing;

/// <summary>What the sealer and the opener of an observation must agree on: info, psk, psk id and commitment.</summary>
internal static class ObservationEnvelope
{
    /// <summary>Bytes of the salt at the start of the sealed plaintext. 256 bits: a guessed observation can't be tested against its commitment.</summary>
    internal const int SaltSize = 32;

    private static ReadOnlySpan<byte> PskLabel => "hpke-psk"u8;

    internal static byte[] Info(Origin origin, EpochId epoch) => Encoding.ASCII.GetBytes($"{Domains.Observation(origin)}\n{epoch}");

    internal static SecretKey Psk(SecretKey enrolmentSecret) => enrolmentSecret.Derive(PskLabel);

    /// <summary>As <see cref="Psk(SecretKey)"/>, of a secret and into 32 bytes that the caller zeroes.</summary>
    internal static void Psk(ReadOnlySpan<byte> enrolmentSecret, Span<byte> psk) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, enrolmentSecret, psk, salt: [], info: PskLabel);

    internal static byte[] PskId(AccountId depositor) => Encoding.ASCII.GetBytes(depositor.ToString());

    /// <summary>SHA-256 of the commit domain's line, the salt and the padded observation.</summary>
    internal static void Commit(Origin origin, ReadOnlySpan<byte> saltAndPadded, Span<byte> commit)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.ASCII.GetBytes(Domains.Commit(origin) + "\n"));
        hash.AppendData(saltAndPadded);
        hash.GetHashAndReset(commit);
    }
}
