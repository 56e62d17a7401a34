namespace Broker.Transparency;

/// <summary>The one place that makes this library's exceptions: they are callers' bugs, or stored tiles that are broken.</summary>
internal static class Faults
{
    internal static ArgumentException HashLength(int length) => new($"a hash has 32 bytes, not {length}");

    internal static ArgumentException KeyLength(int length) => new($"an ed25519 public key has 32 bytes, not {length}");

    internal static ArgumentException KeyName() =>
        new("a key name is not empty and has no space, plus or control character");

    internal static ArgumentException NoteText() =>
        new("a note's text ends in a newline and has no other control character");

    internal static ArgumentException NoSigner() => new("a note needs a signer");

    internal static ArgumentException NotANote() => new("only a well-formed note can get another signature");

    internal static ArgumentException OriginIsNotTheKeyName() =>
        new("a checkpoint is signed by the key that is named for its origin");

    internal static ArgumentException Origin() => new("an origin is one non-empty line without control characters");

    internal static ArgumentException EntryTooLong(int length) =>
        new($"an entry has at most {EntryBundle.MaxEntryLength} bytes, not {length}");

    internal static ArgumentException BundleTooWide(int count) => new($"a bundle holds 1 to 256 entries, not {count}");

    internal static ArgumentOutOfRangeException OutOfTree(string parameter) =>
        new(parameter, "outside of the tree");

    internal static ArgumentOutOfRangeException TileCoordinate(string parameter) =>
        new(parameter, "no such tile");

    internal static ArgumentException SeedLength(int length) => new($"a seed has {PaddedTree.SeedSize} bytes, not {length}");

    internal static ArgumentException TooManyLeaves(int count) => new($"no padded tree holds {count} leaves");

    internal static OverflowException TooManyEntries() => new("a tree holds at most 2^63-1 entries");
}
