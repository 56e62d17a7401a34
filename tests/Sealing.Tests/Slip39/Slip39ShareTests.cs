using System.Text;
using Broker.Sealing.Tests.Support;

namespace Broker.Sealing.Tests;

public sealed class Slip39ShareTests : IDisposable
{
    private readonly SeededRandom random = new("slip39 share");
    private readonly Slip39Share share;
    private readonly string[] words;

    public Slip39ShareTests()
    {
        using var root = SecretKey.Generate(random.Fill);
        share = Slip39.Split(root, 1, [(2, 2)], random.Fill)[0][1];
        words = Mnemonics.Text(share).Split(' ');
    }

    public void Dispose() => share.Dispose();

    [Fact]
    public void TryParse_WithEachWordReplacedByEachOther_Refuses()
    {
        // One wrong word never passes the checksum: the whole neighbourhood of one mnemonic, 33,759 texts.
        var all = Enumerable.Range(0, Slip39Words.Count).Select(Word).ToArray();
        for (var place = 0; place < words.Length; place++)
        {
            var right = words[place];
            foreach (var wrong in all.Where(word => word != right))
            {
                words[place] = wrong;
                Assert.Equal((Slip39Failure.Checksum, 0), Reason(string.Join(' ', words)));
            }

            words[place] = right;
        }
    }

    [Fact]
    public void TryParse_WithTwoOrThreeWordsReplacedOrExchanged_Refuses()
    {
        for (var round = 0; round < 2000; round++)
        {
            var copy = words.ToArray();
            var places = Enumerable.Range(0, copy.Length).OrderBy(_ => random.Below(1 << 30)).Take(2 + (round % 2)).ToList();
            places.ForEach(place => copy[place] = Word(random.Below(Slip39Words.Count)));
            if (!copy.SequenceEqual(words))
            {
                Assert.Equal((Slip39Failure.Checksum, 0), Reason(string.Join(' ', copy)));
            }

            copy = words.ToArray();
            (copy[places[0]], copy[places[1]]) = (copy[places[1]], copy[places[0]]);
            if (!copy.SequenceEqual(words))
            {
                Assert.Equal((Slip39Failure.Checksum, 0), Reason(string.Join(' ', copy)));
            }
        }
    }

    [Fact]
    public void TryParse_AsACustodianTypes_ReadsIt()
    {
        var text = string.Join(' ', words);
        foreach (var typed in (string[])[text, text + "\n", text + "\r\n", text.ToUpperInvariant(), "  " + text.Replace(" ", " \t ", StringComparison.Ordinal), string.Join('\n', words)])
        {
            using var parsed = Mnemonics.Parse(typed);
            Assert.Equal(text, Mnemonics.Text(parsed));
        }
    }

    [Theory]
    [InlineData(1, "academia")]
    [InlineData(7, "acad")]
    [InlineData(33, "academicacademic")]
    [InlineData(12, "académic")]
    [InlineData(5, "academic,")]
    [InlineData(2, "\0")]
    [InlineData(3, "1")]
    public void TryParse_OfAnUnknownWord_GivesItsNumber(int number, string wrong)
    {
        words[number - 1] = wrong;
        Assert.Equal((Slip39Failure.UnknownWord, number), Reason(string.Join(' ', words)));
    }

    [Fact]
    public void TryParse_OfAnotherNumberOfWords_Refuses()
    {
        Assert.Equal((Slip39Failure.WordCount, 0), Reason(""));
        Assert.Equal((Slip39Failure.WordCount, 0), Reason(" \n"));
        for (var count = 1; count < words.Length; count++)
        {
            Assert.Equal((Slip39Failure.WordCount, 0), Reason(string.Join(' ', words.Take(count))));
        }

        for (var more = 1; more < 40; more++)
        {
            Assert.Equal((Slip39Failure.WordCount, 0), Reason(string.Join(' ', words.Concat(Enumerable.Repeat("acid", more)))));
        }
    }

    [Fact]
    public void TryParse_OfALongText_RefusesBeforeReadingIt()
    {
        var text = string.Join(' ', words);
        Assert.Equal((Slip39Failure.None, 0), Reason(text.PadRight(Slip39Share.MaxTextLength)));
        Assert.Equal((Slip39Failure.WordCount, 0), Reason(text.PadRight(Slip39Share.MaxTextLength + 1)));
    }

    [Fact]
    public void TryParse_OfAShorterSecretsShare_Refuses()
    {
        // A sound share of 16 bytes, from the published vectors: not one of a root key.
        const string sixteen = "testify swimming academic academic column loyalty smear include exotic bedroom exotic wrist lobe cover grief golden smart junior estimate learn";
        Assert.True(Slip39Share.TryParseAny(Encoding.ASCII.GetBytes(sixteen), out _, out _));
        Assert.Equal((Slip39Failure.WordCount, 0), Reason(sixteen));
    }

    [Theory]
    [InlineData(2, 1, 0)]
    [InlineData(16, 15, 0)]
    [InlineData(1, 1, 1)]
    [InlineData(2, 2, 15)]
    public void TryParse_OfImpossibleParameters_Refuses(int groupThreshold, int groupCount, int groupIndex)
    {
        using var made = new Slip39Share(
            new Slip39Set(1, true, 0, groupThreshold, groupCount), new Slip39Place(groupIndex, 0, 1), random.Bytes(32));
        Assert.Equal((Slip39Failure.Parameters, 0), Reason(Mnemonics.Text(made)));
    }

    [Fact]
    public void TryParse_WithAPaddingBitSet_Refuses()
    {
        Span<ushort> numbers = stackalloc ushort[Slip39.Words];
        for (var bit = 6; bit < 10; bit++)
        {
            for (var i = 0; i < numbers.Length; i++)
            {
                numbers[i] = (ushort)Slip39Words.Find(Encoding.ASCII.GetBytes(words[i]));
            }

            numbers[4] |= (ushort)(1 << bit);
            Rs1024.Set(numbers, extendable: true);
            Assert.Equal((Slip39Failure.Padding, 0), Reason(string.Join(' ', numbers.ToArray().Select(number => Word(number)))));
        }
    }

    [Fact]
    public void FormatMnemonic_IntoAnotherLength_IsACallersBug()
    {
        Assert.Throws<ArgumentException>(() => share.FormatMnemonic(new byte[share.MnemonicLength + 1]));
        Assert.Throws<ArgumentException>(() => share.FormatMnemonic(new byte[share.MnemonicLength - 1]));
    }

    [Fact]
    public void Dispose_OfAShare_EndsIt()
    {
        var parsed = Mnemonics.Parse(string.Join(' ', words));
        parsed.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Mnemonics.Text(parsed));
    }

    private static string Word(int index)
    {
        Span<byte> word = stackalloc byte[Slip39Words.MaxLength];
        return Encoding.ASCII.GetString(word[..(word.Length - Slip39Words.Write(index, word).Length)]);
    }

    private static (Slip39Failure Reason, int WordNumber) Reason(string text)
    {
        var parsed = Slip39Share.TryParse(Encoding.UTF8.GetBytes(text), out var share, out var reason, out var wordNumber);
        Assert.Equal(parsed, reason == Slip39Failure.None);
        Assert.Equal(parsed, share is not null);
        share?.Dispose();
        return (reason, wordNumber);
    }
}
