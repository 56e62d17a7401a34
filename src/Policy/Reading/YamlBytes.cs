using System.Globalization;
using System.Text;

namespace Broker.Policy.Reading;

/// <summary>The checks of a file's bytes that come before any YAML: size, UTF-8, characters, length of lines.</summary>
internal static class YamlBytes
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    internal static string? Check(ReadOnlySpan<byte> utf8, Findings findings)
    {
        if (utf8.Length > PolicyLimits.FileBytes)
        {
            findings.Error(1, 1, PolicyCodes.FileTooLarge, "the file is larger than 1 MiB");
            return null;
        }

        if (!LinesAreShort(utf8, findings))
        {
            return null;
        }

        string text;
        try
        {
            text = Strict.GetString(utf8);
        }
        catch (DecoderFallbackException)
        {
            findings.Error(1, 1, PolicyCodes.NotUtf8, "the file is not utf-8");
            return null;
        }

        CheckCharacters(text, findings);
        return findings.HasErrors ? null : text;
    }

    /// <summary>
    /// Controls and invisible format characters: what an officer signs must be what the officer saw, and text that
    /// runs right to left by command, or a tab or carriage return, shows something else.
    /// </summary>
    internal static bool IsForbidden(char character) =>
        char.GetUnicodeCategory(character) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    internal static string Describe(char character) =>
        string.Create(CultureInfo.InvariantCulture, $"character u+{(int)character:x4} is not allowed");

    private static bool LinesAreShort(ReadOnlySpan<byte> utf8, Findings findings)
    {
        int number = 1;
        foreach (Range range in utf8.Split((byte)'\n'))
        {
            if (utf8[range].Length > PolicyLimits.LineBytes)
            {
                findings.Error(number, 1, PolicyCodes.LineTooLong, "the line is longer than 4096 bytes");
                return false;
            }

            number++;
        }

        return true;
    }

    private static void CheckCharacters(string text, Findings findings)
    {
        int number = 1;
        ReadOnlySpan<char> all = text;
        foreach (Range range in all.Split('\n'))
        {
            ReadOnlySpan<char> line = all[range];
            for (int i = line.IndexOfAnyExceptInRange(' ', '~'); i >= 0 && i < line.Length; i++)
            {
                if (IsForbidden(line[i]))
                {
                    findings.Error(number, i + 1, PolicyCodes.ForbiddenCharacter, Describe(line[i]));
                }
            }

            number++;
        }
    }
}
