using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Grains;

namespace Broker.Silo.Deposits;

/// <summary>A batch that arrived while the vault was sealed: the call as it came, its idempotency key and the time.</summary>
/// <remarks>
/// Reference: docs/specs/vault.md, "The inbox". Plaintext: twelve <c>key value</c> lines after <c>inbox/3</c>, an empty line, the batch; the whole
/// is padded. Every header value is visible ASCII, so no value can pass for another line. Limits: the head 32 KiB.
/// </remarks>
/// <param name="Call">The call.</param>
/// <param name="IdempotencyKey">Its idempotency key.</param>
/// <param name="Arrived">When it arrived, in whole seconds.</param>
/// <param name="Day">The calendar's day then: what cut-offs are judged by.</param>
/// <param name="LogSize">Entries of the disclosure log then: which revision of a sharing policy was in force.</param>
internal sealed record InboxItem(SignedCall Call, string IdempotencyKey, DateTimeOffset Arrived, DateOnly Day, long LogSize)
{
    private const string FirstLine = "inbox/3";
    private const string DayFormat = "yyyy-MM-dd";
    private const int LargestHead = 32 * 1024;

    private static readonly string[] Keys =
        ["arrived", "day", "log-size", "idempotency-key", "method", "authority", "path", "query", "content-digest", "content-type", "signature-input", "signature"];

    /// <summary>The HPKE info under which an item is sealed to an epoch.</summary>
    public static byte[] Info(Origin origin, EpochId epoch) => Encoding.ASCII.GetBytes($"{Domains.Inbox(origin)}\n{epoch}");

    /// <summary>The item sealed to an epoch's public key; null when its headers are too long to be kept.</summary>
    public byte[]? SealTo(EpochKey epoch, Origin origin, RandomFill random)
    {
        byte[] head = Encoding.UTF8.GetBytes(Head());
        if (head.Length > LargestHead)
        {
            return null;
        }

        byte[] plain = GC.AllocateUninitializedArray<byte>(head.Length + Call.Body.Length, pinned: true);
        byte[] padded = GC.AllocateUninitializedArray<byte>(Padding.PaddedLength(plain.Length), pinned: true);
        try
        {
            head.CopyTo(plain, 0);
            Call.Body.CopyTo(plain, head.Length);
            Padding.Pad(plain, padded);
            byte[] kept = new byte[padded.Length + Hpke.Overhead];
            Hpke.Seal(kept, epoch.PublicKey, Info(origin, epoch.Id), [], padded, random);
            return kept;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(head);
            CryptographicOperations.ZeroMemory(plain);
            CryptographicOperations.ZeroMemory(padded);
        }
    }

    /// <summary>Reads what was sealed, once opened; null when it is anything else.</summary>
    public static InboxItem? TryRead(ReadOnlySpan<byte> padded)
    {
        if (!Padding.TryUnpad(padded, out Range content))
        {
            return null;
        }

        ReadOnlySpan<byte> plain = padded[content];
        int end = plain.IndexOf("\n\n"u8);
        if (end is < 0 or > LargestHead || !Ascii.IsValid(plain[..end]))
        {
            return null;
        }

        return RequestText.Read(plain[..(end + 1)], FirstLine, Keys) is { } values
            && long.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            && DateOnly.TryParseExact(values[1], DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
            && long.TryParse(values[2], NumberStyles.None, CultureInfo.InvariantCulture, out long logSize)
            ? new InboxItem(
                new SignedCall(values[4], values[5], values[6], values[7], values[8], values[9], values[10], values[11], plain[(end + 2)..].ToArray()),
                values[3],
                DateTimeOffset.FromUnixTimeSeconds(seconds),
                day,
                logSize)
            : null;
    }

    /// <summary>Says nothing of what it holds.</summary>
    public override string ToString() => "inbox item";

    private string Head()
    {
        string[] values =
        [
            Arrived.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), Day.ToString(DayFormat, CultureInfo.InvariantCulture),
            LogSize.ToString(CultureInfo.InvariantCulture), IdempotencyKey, Call.Method, Call.Authority, Call.Path, Call.Query,
            Call.ContentDigest, Call.ContentType, Call.SignatureInput, Call.Signature,
        ];
        return $"{FirstLine}\n{string.Concat(Keys.Zip(values, (key, value) => $"{key} {value}\n"))}\n";
    }
}
