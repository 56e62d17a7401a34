namespace Broker.Briefings;

/// <summary>Reads a text of LF-ended lines in their fixed order, without copying.</summary>
internal ref struct LineReader(ReadOnlySpan<byte> text)
{
    private ReadOnlySpan<byte> rest = text;

    public readonly bool AtEnd => rest.IsEmpty;

    /// <summary>The next whole line, without its LF.</summary>
    public bool TryLine(out ReadOnlySpan<byte> line)
    {
        int end = rest.IndexOf((byte)'\n');
        line = end < 0 ? default : rest[..end];
        rest = end < 0 ? rest : rest[(end + 1)..];
        return end >= 0;
    }

    /// <summary>The next line if it is exactly <paramref name="expected"/>.</summary>
    public bool TryExact(ReadOnlySpan<byte> expected) => TryLine(out ReadOnlySpan<byte> line) && line.SequenceEqual(expected);

    /// <summary>The value of the next line if its key is <paramref name="key"/>; a missing, unknown, repeated or moved key is the same fault.</summary>
    public bool TryValue(ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!TryLine(out ReadOnlySpan<byte> line) || line.Length <= key.Length + 1 || !line.StartsWith(key) || line[key.Length] != (byte)' ')
        {
            return false;
        }

        value = line[(key.Length + 1)..];
        return true;
    }

    /// <summary>Cuts the next field off a value whose fields are parted by single spaces.</summary>
    public static bool TryField(scoped ref ReadOnlySpan<byte> value, out ReadOnlySpan<byte> field)
    {
        int space = value.IndexOf((byte)' ');
        field = space < 0 ? value : value[..space];
        value = space < 0 ? default : value[(space + 1)..];
        return !field.IsEmpty;
    }
}
