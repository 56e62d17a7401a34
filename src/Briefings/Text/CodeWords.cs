namespace Broker.Briefings;

/// <summary>Looks a code up in a closed list.</summary>
internal static class CodeWords
{
    /// <summary>The index of a code, -1 when it is none of them; compares bytes, so that no string of the input is made.</summary>
    public static int IndexOf(ReadOnlySpan<byte> text, IReadOnlyList<string> codes)
    {
        for (int i = 0; i < codes.Count; i++)
        {
            if (System.Text.Ascii.Equals(text, codes[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
