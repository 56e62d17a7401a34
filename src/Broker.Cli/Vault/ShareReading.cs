using Broker.Sealing;

namespace Broker.Cli;

/// <summary>Reads a custodian's share: an age envelope, opened with the custodian's own key, or its 33 words as a person typed them.</summary>
internal static class ShareReading
{
    /// <summary>Name of standard input in place of a file.</summary>
    public const string StandardInput = "-";

    private const int Longest = 64 * 1024;

    private static ReadOnlySpan<byte> AgeStart => "age-encryption.org/"u8;

    /// <summary>The share; the caller disposes it.</summary>
    public static Slip39Share Read(CommandContext context, string path, string? memberFolder)
    {
        using var bytes = path != StandardInput ? SecretBytes.ReadFile(path, Longest)
            // Not shown: what stands on a screen stays in its scrollback.
            : context.AskSecret is { } ask ? ask($"your {Slip39.Words} words (they are not shown): ")
            : SecretBytes.Read(context.Input(), Longest) ?? throw new CommandFailure("standard input holds more than a share");
        var name = path == StandardInput ? "standard input" : path;
        if (!bytes.Span.StartsWith(AgeStart))
        {
            return Parse(bytes.Span, name);
        }

        using var member = new MemberFolder(memberFolder ?? throw new CommandFailure($"`{name}` is sealed: name the custodian's folder with --member")).Open();
        return Open(bytes.Span.ToArray(), member.Sealing, name);
    }

    /// <summary>Opens an age envelope of a share.</summary>
    public static Slip39Share Open(byte[] envelope, X25519PrivateKey key, string name)
    {
        using SecretBytes words = new(envelope.Length);
        using var plain = words.Stream();
        using MemoryStream input = new(envelope, writable: false);
        var opened = AgeEnvelope.TryOpen(plain, input, key, out _);
        words.Length = (int)plain.Position;
        return opened ? Parse(words.Span, name) : throw CommandFailure.No($"`{name}` does not open with this key: it is another custodian's, or damaged");
    }

    private static Slip39Share Parse(ReadOnlySpan<byte> words, string name)
        => Slip39Share.TryParse(words.Trim("\r\n\t "u8), out var share, out var failure, out var wordNumber)
            ? share!
            : throw CommandFailure.No($"`{name}`: {VaultWords.Of(failure, wordNumber)}");
}
