using System.Text;

namespace Broker.Cli;

/// <summary>Reads a secret from a terminal without showing it.</summary>
internal static class TerminalSecret
{
    private const int Limit = 1024;

    public static SecretBytes Ask(string prompt)
    {
        Console.Error.Write(prompt);
        SecretBytes secret = new(Limit);
        Span<byte> letter = stackalloc byte[4];
        while (Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                secret.Length = WithoutLast(secret.Span);
            }
            else if (!char.IsControl(key.KeyChar) && Rune.TryCreate(key.KeyChar, out var rune) && !secret.TryAppend(letter[..rune.EncodeToUtf8(letter)]))
            {
                // Never a part of what was typed: it would pass for another secret.
                secret.Dispose();
                throw new CommandFailure($"longer than {Limit} bytes");
            }
        }

        letter.Clear();
        Console.Error.WriteLine();
        return secret;
    }

    // Goes back over continuation bytes of UTF-8 to the start of the last letter.
    private static int WithoutLast(ReadOnlySpan<byte> text)
    {
        var end = text.Length;
        while (end > 0 && (text[end - 1] & 0xC0) == 0x80)
        {
            end--;
        }

        return Math.Max(0, end - 1);
    }
}
