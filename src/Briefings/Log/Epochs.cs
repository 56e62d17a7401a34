using System.Buffers.Binary;
using System.Globalization;

namespace Broker.Briefings;

/// <summary>Epoch ids as entries carry them: 8 lower-case hexadecimal digits.</summary>
internal static class Epochs
{
    public static string Text(uint epoch) => epoch.ToString("x8", CultureInfo.InvariantCulture);

    public static bool TryParse(ReadOnlySpan<byte> hex, out uint epoch)
    {
        Span<byte> bytes = stackalloc byte[4];
        bool ok = Ascii.TryHex(hex, bytes);
        epoch = ok ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : 0;
        return ok;
    }
}
