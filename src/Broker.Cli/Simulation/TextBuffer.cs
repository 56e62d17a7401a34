using System.Globalization;

namespace Broker.Cli;

/// <summary>Text that is made again and again without a string for each number; not thread-safe.</summary>
internal sealed class TextBuffer
{
    // Longer than any number is.
    private const int Room = 32;

    private char[] text = new char[64 * 1024];
    private int length;

    public ReadOnlySpan<char> Text => text.AsSpan(0, length);

    public void Clear() => length = 0;

    public TextBuffer Add(string part)
    {
        Grow(part.Length);
        part.CopyTo(text.AsSpan(length));
        length += part.Length;
        return this;
    }

    public TextBuffer Add(long number)
    {
        Grow(Room);
        number.TryFormat(text.AsSpan(length), out var written, default, CultureInfo.InvariantCulture);
        length += written;
        return this;
    }

    public TextBuffer AddAll(ReadOnlySpan<long> numbers)
    {
        for (var index = 0; index < numbers.Length; index++)
        {
            if (index > 0)
            {
                Add(",");
            }

            Add(numbers[index]);
        }

        return this;
    }

    public TextBuffer AddOrNull(bool isKnown, long number) => isKnown ? Add(number) : Add("null");

    private void Grow(int more)
    {
        if (length + more > text.Length)
        {
            Array.Resize(ref text, Math.Max(text.Length * 2, length + more));
        }
    }
}
