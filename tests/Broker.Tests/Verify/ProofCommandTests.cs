using System.Globalization;
using Broker.Transparency;

namespace Broker.Tests.Verify;

public sealed class ProofCommandTests
{
    private const string Hex = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    [Fact]
    public void Inclusion_OfEveryIndexTo20_Exits0()
    {
        for (var size = 1; size <= 20; size++)
        {
            for (var index = 0; index < size; index++)
            {
                var (exitCode, output) = VerifyRun.Run(InclusionOf(index, size));
                Assert.True(exitCode == 0, output);
                Assert.StartsWith("the proof holds", output, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Consistency_OfEveryPairTo20_Exits0()
    {
        for (var newSize = 0; newSize <= 20; newSize++)
        {
            for (var oldSize = 0; oldSize <= newSize; oldSize++)
            {
                var (exitCode, output) = VerifyRun.Run(ConsistencyOf(oldSize, newSize));
                Assert.True(exitCode == 0, output);
                Assert.StartsWith("the proof holds", output, StringComparison.Ordinal);
            }
        }
    }

    private static string[] InclusionOf(int index, int size)
    {
        var leaves = VerifyRun.Leaves(size);
        return
        [
            "inclusion", "--leaf-hash", leaves[index].ToString(), "--index", Text(index), "--size", Text(size),
            "--root", VerifyRun.Root(size), "--proof", VerifyRun.Join(Inclusion.Build(index, size, MerkleTree.Over(leaves))),
        ];
    }

    private static string[] ConsistencyOf(int oldSize, int newSize) =>
    [
        "consistency", "--old-size", Text(oldSize), "--new-size", Text(newSize),
        "--old-root", VerifyRun.Root(oldSize), "--new-root", VerifyRun.Root(newSize), "--proof",
        VerifyRun.Join(Consistency.Build(oldSize, newSize, MerkleTree.Over(VerifyRun.Leaves(newSize)))),
    ];

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    [Fact]
    public void Inclusion_InUpperCaseHex_Exits0()
    {
        var arguments = InclusionOf(3, 7).Select(a => a.Length >= 64 ? a.ToUpperInvariant() : a);
        Assert.Equal(0, VerifyRun.Run([.. arguments]).ExitCode);
    }

    public static TheoryData<string, string> BadInclusionValues() => new()
    {
        { "--leaf-hash", Hex }, { "--leaf-hash", Hex[1..] }, { "--leaf-hash", "" }, { "--leaf-hash", "0x" + Hex[2..] },
        { "--index", "2" }, { "--index", "7" }, { "--index", "-1" }, { "--index", "+3" }, { "--index", " 3" }, { "--index", "3.0" },
        { "--index", "0x3" }, { "--index", "9223372036854775807" }, { "--index", "9223372036854775808" },
        { "--index", "99999999999999999999999999999999999999" }, { "--index", "" }, { "--index", "three" },
        { "--size", "0" }, { "--size", "-7" }, { "--size", "3" }, { "--size", "18446744073709551616" }, { "--size", "" }, { "--size", "9223372036854775807" },
        { "--root", Hex }, { "--root", "" }, { "--root", Hex + "00" }, { "--root", "zz" },
        { "--proof", "" }, { "--proof", "," }, { "--proof", Hex }, { "--proof", Hex + "," }, { "--proof", "," + Hex },
        { "--proof", Hex + " " + Hex }, { "--proof", Hex + ", " + Hex }, { "--proof", Hex[2..] }, { "--proof", "\u0660" }, { "--proof", "@/" },
    };

    [Theory]
    [MemberData(nameof(BadInclusionValues))]
    public void Inclusion_WithOneBadValue_Exits1AndSaysSo(string option, string value)
    {
        var arguments = InclusionOf(3, 7);
        arguments[Array.IndexOf(arguments, option) + 1] = value;
        AssertRefused(VerifyRun.Run(arguments));
    }

    public static TheoryData<string, string> BadConsistencyValues() => new()
    {
        { "--old-size", "0" }, { "--old-size", "4" }, { "--old-size", "7" }, { "--old-size", "8" }, { "--old-size", "-3" }, { "--old-size", "" },
        { "--old-size", "9223372036854775808" }, { "--new-size", "0" }, { "--new-size", "2" }, { "--new-size", "3" }, { "--new-size", "16" }, { "--new-size", "4" },
        { "--new-size", "-7" }, { "--new-size", "1e3" }, { "--old-root", Hex }, { "--old-root", Hex[2..] }, { "--new-root", Hex }, { "--new-root", "" },
        { "--proof", "" }, { "--proof", Hex }, { "--proof", ",,," }, { "--proof", "abc" },
    };

    [Theory]
    [MemberData(nameof(BadConsistencyValues))]
    public void Consistency_WithOneBadValue_Exits1AndSaysSo(string option, string value)
    {
        var arguments = ConsistencyOf(3, 7);
        arguments[Array.IndexOf(arguments, option) + 1] = value;
        AssertRefused(VerifyRun.Run(arguments));
    }

    [Fact]
    public void Consistency_FromNothing_HoldsOnlyForTheEmptyRootAndTheEmptyProof()
    {
        string[] good = ["consistency", "--old-size", "0", "--new-size", "7", "--old-root", Hex, "--new-root", VerifyRun.Root(7), "--proof", ""];
        Assert.Equal(0, VerifyRun.Run(good).ExitCode);
        AssertRefused(VerifyRun.Run([.. good[..6], VerifyRun.Root(7), .. good[7..]]));
        AssertRefused(VerifyRun.Run([.. good[..10], Hex]));
    }

    [Fact]
    public void Proof_WithABitFlippedAHashDroppedOrTwoSwapped_Exits1()
    {
        foreach (var good in new[] { InclusionOf(3, 7), ConsistencyOf(3, 7) })
        {
            var hashes = good[^1].Split(',');
            AssertRefused(VerifyRun.Run([.. good[..^1], string.Join(',', hashes[1..])]));
            AssertRefused(VerifyRun.Run([.. good[..^1], string.Join(',', [hashes[1], hashes[0], .. hashes[2..]])]));
            AssertRefused(VerifyRun.Run([.. good[..^1], string.Join(',', [.. hashes, Hex])]));
            var flipped = (hashes[0][0] == '0' ? '1' : '0') + hashes[0][1..];
            AssertRefused(VerifyRun.Run([.. good[..^1], string.Join(',', [flipped, .. hashes[1..]])]));
            AssertRefused(VerifyRun.Run([.. good[..^1], string.Join(',', Enumerable.Repeat(Hex, 2_000))]));
        }
    }

    [Fact]
    public void Option_MissingEmptyTwiceOrUnknown_Exits1()
    {
        foreach (var good in new[] { InclusionOf(3, 7), ConsistencyOf(3, 7) })
        {
            for (var option = 1; option < good.Length; option += 2)
            {
                Assert.Equal(1, VerifyRun.Run([.. good[..option], .. good[(option + 2)..]]).ExitCode);
                Assert.Equal(1, VerifyRun.Run([.. good[..(option + 1)], .. good[(option + 2)..]]).ExitCode);
                Assert.Equal(1, VerifyRun.Run([.. good, good[option], good[option + 1]]).ExitCode);
            }

            Assert.Equal(1, VerifyRun.Run([.. good, "--other", "1"]).ExitCode);
            Assert.Equal(1, VerifyRun.Run([.. good, Hex]).ExitCode);
            Assert.Equal(1, VerifyRun.Run([good[0]]).ExitCode);
        }

        Assert.Equal(1, VerifyRun.Run("unknown").ExitCode);
        Assert.Equal(1, VerifyRun.Run().ExitCode);
    }

    private static void AssertRefused((int ExitCode, string Output) run)
    {
        Assert.Equal(1, run.ExitCode);
        Assert.Single(run.Output.TrimEnd('\n').Split('\n'));
        Assert.True(
            run.Output.StartsWith("malformed: ", StringComparison.Ordinal)
            || run.Output.StartsWith("the proof does not hold: ", StringComparison.Ordinal), run.Output);
    }
}
