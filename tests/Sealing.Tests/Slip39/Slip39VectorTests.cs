using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Broker.Sealing.Tests.Support;

namespace Broker.Sealing.Tests;

/// <summary>The published vectors of SLIP-0039, passphrase <c>TREZOR</c>, each refused one with our reason.</summary>
public sealed class Slip39VectorTests
{
    private static ReadOnlySpan<byte> Passphrase => "TREZOR"u8;

    public static TheoryData<int> Cases() => [.. Lines().Select(line => line.GetProperty("case").GetInt32())];

    [Fact]
    public void Vectors_OfThePublishedSet_AreAllThere()
    {
        Assert.Equal(Enumerable.Range(1, 45), Lines().Select(line => line.GetProperty("case").GetInt32()));
        Assert.Equal(15, Lines().Count(line => line.Text("expect") == "ok"));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TryCombine_OfAPublishedCase_GivesItsSecretOrItsReason(int number)
    {
        var vector = Lines().Single(line => line.GetProperty("case").GetInt32() == number);
        var expected = vector.Text("expect");
        var mnemonics = vector.GetProperty("mnemonics").EnumerateArray().Select(text => text.GetString()!).ToList();
        var shares = new List<Slip39Share>();
        foreach (var mnemonic in mnemonics)
        {
            if (!Slip39Share.TryParseAny(Encoding.ASCII.GetBytes(mnemonic), out var share, out var reason))
            {
                Assert.Equal(expected, Code(reason));
                return;
            }

            shares.Add(share!);
            Assert.Equal(mnemonic, Mnemonics.Text(share!));
        }

        var combined = Slip39.TryCombineCore(shares, Passphrase, out var secret, out var failure);
        Assert.Equal(expected, combined ? "ok" : Code(failure));
        Assert.Equal(vector.Text("secret"), combined ? Convert.ToHexStringLower(secret!.Span) : "");
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

    private static string Code(Slip39Failure reason) => JsonNamingPolicy.KebabCaseLower.ConvertName(reason.ToString());

    private static IEnumerable<JsonElement> Lines() =>
        File.ReadLines(Path.Combine(VectorFiles.Folder("slip39"), "slip-0039.jsonl")).Select(line => JsonSerializer.Deserialize<JsonElement>(line));
}
