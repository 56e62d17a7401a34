namespace Broker.Briefings;

/// <summary>The forms of place codes: a country's own three letters, or a P-code of OCHA (two letters and digits).</summary>
internal static class PlaceCodes
{
    public static bool IsPlace(ReadOnlySpan<byte> code, string country)
        => System.Text.Ascii.Equals(code, country) || IsPCode(code);

    /// <summary>Two capital letters and 1 to 12 digits.</summary>
    public static bool IsPCode(ReadOnlySpan<byte> code)
        => code.Length is >= 3 and <= 14 && !code[..2].ContainsAnyExceptInRange((byte)'A', (byte)'Z')
            && !code[2..].ContainsAnyExceptInRange((byte)'0', (byte)'9');
}
