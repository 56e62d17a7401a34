using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Broker.Transparency;

/// <summary>A signature line of a note: <c>— name base64(key id || signature)</c>.</summary>
internal sealed record NoteSignature(string Name, uint KeyId, byte[] Signature)
{
    private const string Dash = "\u2014 ";

    internal static bool TryParse(string line, [NotNullWhen(true)] out NoteSignature? signature)
    {
        signature = null;
        var parts = line.StartsWith(Dash, StringComparison.Ordinal) ? line[Dash.Length..].Split(' ') : [];
        if (parts.Length != 2
            || !StrictText.IsKeyName(parts[0])
            || !StrictText.TryDecodeBase64(parts[1], out var bytes)
            || bytes.Length <= sizeof(uint))
        {
            return false;
        }

        signature = new NoteSignature(parts[0], BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes[sizeof(uint)..]);
        return true;
    }

    public override string ToString()
    {
        Span<byte> id = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(id, KeyId);
        return $"{Dash}{Name} {Convert.ToBase64String([.. id, .. Signature])}";
    }
}
