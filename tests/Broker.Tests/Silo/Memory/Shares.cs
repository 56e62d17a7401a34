using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using Broker.Sealing;

namespace Broker.Tests.Silo.Memory;

/// <summary>What the custodians' mnemonics say, and the forms in which a silo could have kept them.</summary>
internal static class Shares
{
    private const int HeaderWords = 4;
    private const int ChecksumWords = 3;
    private const int WordBits = 10;

    private static readonly string[] Custodians = ["operators/1", "operators/2", "operators/3", "auditors/1"];

    /// <summary>The root key, which a quorum knows.</summary>
    public static byte[] Root(TestCustodians custodians)
    {
        Slip39Share[] shares = [custodians.Share("operators/1"), custodians.Share("operators/2"), custodians.Share("auditors/1")];
        Assert.True(Slip39.TryCombine(shares, out SecretKey? root, out _));
        return DiskKeys.Bytes(root!);
    }

    /// <summary>Of each share a piece of its words, their numbers, and the value. The auditors' three are equal in value.</summary>
    public static void AddTo(SecretPatterns patterns, TestCustodians custodians)
    {
        foreach (string custodian in Custodians)
        {
            string[] words = Encoding.ASCII.GetString(custodians.Mnemonic(custodian)).Trim().Split(' ');
            ushort[] body = [.. words[HeaderWords..^ChecksumWords].Select(Number)];
            patterns.AddText($"words of {custodian}", string.Join(' ', words[10..20]));
            patterns.Add($"the numbers of {custodian}'s words", MemoryMarshal.AsBytes(body.AsSpan()));
            patterns.Add($"the value of {custodian}", Value(body));
        }
    }

    private static byte[] Value(ushort[] words)
    {
        byte[] value = new byte[32];
        int padding = (words.Length * WordBits) - (value.Length * 8);
        for (int bit = 0; bit < value.Length * 8; bit++)
        {
            int at = padding + bit;
            value[bit / 8] |= (byte)((words[at / WordBits] >> (WordBits - 1 - (at % WordBits)) & 1) << (7 - (bit % 8)));
        }

        return value;
    }

    /// <summary>The word's place in the list, which the library keeps as sorted numbers of its letters.</summary>
    private static ushort Number(string word)
    {
        FieldInfo keys = typeof(Slip39).Assembly.GetType("Broker.Sealing.Slip39Words", throwOnError: true)!.GetField("Keys", BindingFlags.Static | BindingFlags.NonPublic)!;
        ulong key = 0;
        for (int i = 0; i < 8; i++)
        {
            key = (key << 8) | (i < word.Length ? word[i] : 0UL);
        }

        return checked((ushort)Array.IndexOf((ulong[])keys.GetValue(null)!, key));
    }
}
