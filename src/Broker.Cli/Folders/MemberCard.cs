using Broker.Sealing;

namespace Broker.Cli;

/// <summary>The public half of a member's folder: what an operator needs to enrol the member.</summary>
/// <param name="Account">Drawn by the member.</param>
/// <param name="Name">One line of words.</param>
/// <param name="SigningKey">Ed25519 public key, 64 hexadecimal digits.</param>
/// <param name="SealingKey">X25519 public key, 64 hexadecimal digits.</param>
internal sealed record MemberCard(AccountId Account, string Name, string SigningKey, string SealingKey)
{
    public const int MaxBytes = 4096;

    private const string Header = "broker-member/1";
    private static readonly string[] Keys = ["account", "name", "signing-key", "sealing-key"];

    public byte[] Format() => TextLines.Format(
        Header, ("account", Account.ToString()), ("name", Name), ("signing-key", SigningKey), ("sealing-key", SealingKey));

    public static MemberCard Read(string path)
        => TryParse(PrivateFile.Read(path, MaxBytes), out var card) ? card! : throw new CommandFailure($"`{path}` is not a member card");

    public static bool TryParse(ReadOnlySpan<byte> text, out MemberCard? card)
    {
        card = TextLines.TryRead(text, Header, Keys, out var values)
            && AccountId.TryParse(values[0], out var account) && IsName(values[1]) && IsKey(values[2]) && IsKey(values[3])
            ? new MemberCard(account, values[1], values[2], values[3])
            : null;
        return card is not null;
    }

    /// <summary>1 to 200 characters, none of which controls or reorders text.</summary>
    public static bool IsName(string name) => name.Length is >= 1 and <= 200 && name.Trim() == name
        && !name.Any(c => char.IsControl(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.Format);

    private static bool IsKey(string hex) => hex.Length == 64 && hex.All(char.IsAsciiHexDigitLower);
}
