using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Broker.Sealing.Tests.Support;

namespace Broker.Sealing.Tests;

/// <summary>The published vectors of SLIP-0039, passphrase <c>TREZOR</c>, each refused one with our reason.</summary>
public sealed class Slip39VectorTests
{
    private static ReadOnlySpan<byte> Passphrase => "TREZOR"u8;

    public static TheoryData<int> Cases() => [.. Lines("slip-0039.jsonl").Select(line => line.GetProperty("case").GetInt32())];

    [Fact]
    public void Vectors_OfThePublishedSet_AreAllThere()
    {
        Assert.Equal(Enumerable.Range(1, 45), Lines("slip-0039.jsonl").Select(line => line.GetProperty("case").GetInt32()));
        Assert.Equal(15, Lines("slip-0039.jsonl").Count(line => line.Text("expect") == "ok"));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TryCombine_OfAPublishedCase_GivesItsSecretOrItsReason(int number)
    {
        var vector = Lines("slip-0039.jsonl").Single(line => line.GetProperty("case").GetInt32() == number);
        var expected = vector.Text("expect");
        var mnemonics = vector.GetProperty("mnemonics").EnumerateArray().Select(text => text.GetString()!).ToList();
        var shares = new List<Slip39Share>();
        foreach (var mnemonic in mnemonics)
        {
            if (!Slip39Share.TryParseAny(Encoding.ASCII.GetBytes(mnemonic), out var share, out var reason))
            {
                Assert.Equal(expected, ExpectFile.Code(reason));
                return;
            }

            shares.Add(share!);
            Assert.Equal(mnemonic, Mnemonics.Text(share!));
        }

        var combined = Slip39.TryCombineCore(shares, Passphrase, out var secret, out var failure);
        Assert.Equal(expected, ExpectFile.Code(failure));
        Assert.Equal(vector.Text("secret"), combined ? Convert.ToHexStringLower(secret!.Span) : "");
    }

    [Theory]
    [InlineData("another", 5)]
    [InlineData("ours", 6)]
    public void TryCombine_OfQuorumsMadeHereAndElsewhere_GivesTheRoot(string maker, int sets)
    {
        var found = Lines("both-ways.jsonl").Where(line => line.Text("maker") == maker).ToList();
        Assert.Equal(sets, found.Count);
        foreach (var set in found)
        {
            var quorum = set.GetProperty("quorum").EnumerateArray().Select(text => Mnemonics.Parse(text.GetString()!)).ToList();
            Assert.True(Slip39.TryCombine(quorum, out var root, out _));
            Assert.Equal(set.Text("secret"), Convert.ToHexStringLower(Mnemonics.Content(root!)));
        }
    }

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

    private static IEnumerable<JsonElement> Lines(string file) =>
        File.ReadLines(Path.Combine(VectorFiles.Folder("slip39"), file)).Select(line => JsonSerializer.Deserialize<JsonElement>(line));
}
