using System.Security.Cryptography;
using System.Text;

namespace Broker.Sealing.Tests;

public sealed class Slip39WordsTests
{
    [Fact]
    public void Words_OfTheList_AreThePublishedOnes()
    {
        var text = new StringBuilder();
        Span<byte> word = stackalloc byte[Slip39Words.MaxLength];
        for (var i = 0; i < Slip39Words.Count; i++)
        {
            var length = word.Length - Slip39Words.Write(i, word).Length;
            Assert.Equal(length, Slip39Words.Length(i));
            Assert.Equal(i, Slip39Words.Find(word[..length]));
            text.Append(Encoding.ASCII.GetString(word[..length])).Append('\n');
        }

        Assert.Equal(
            "bcc4555340332d169718aed8bf31dd9d5248cb7da6e5d355140ef4f1e601eec3",
            Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text.ToString()))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("aaaa")]
    [InlineData("zzzz")]
    [InlineData("acad")]
    [InlineData("academia")]
    [InlineData("academics")]
    [InlineData("acid\0")]
    [InlineData("acid\0\0\0\0")]
    public void Find_OfAnotherWord_FindsNone(string word) => Assert.Equal(-1, Slip39Words.Find(Encoding.ASCII.GetBytes(word)));
}
