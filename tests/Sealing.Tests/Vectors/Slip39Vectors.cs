using System.Text;
using System.Text.Json;
using Broker.Sealing.Tests.Support;

namespace Broker.Sealing.Tests.Vectors;

/// <summary>
/// Reads three forms of SLIP-0039 vectors. <c>.json</c>: the published list, entries of a name, mnemonics and the secret or nothing, passphrase <c>TREZOR</c>. <c>.jsonl</c>: the same with
/// our reason, <c>expect</c>; or quorums of root keys without a passphrase, <c>quorum</c>.
/// </summary>
internal static class Slip39Vectors
{
    private static ReadOnlySpan<byte> Passphrase => "TREZOR"u8;

    public static IEnumerable<VectorCase> Read(VectorFile file) => Path.GetExtension(file.Path) == ".json"
        ? file.Json().EnumerateArray().Select(entry => Published(file, entry))
        : File.ReadLines(file.Path).Select((line, index) => Own(file, JsonSerializer.Deserialize<JsonElement>(line), index));

    private static VectorCase Published(VectorFile file, JsonElement entry)
    {
        var mnemonics = Texts(entry[1]);
        var secret = entry[2].GetString()!;
        return new VectorCase(
            $"{file.Label} {entry[0].GetString()}", secret.Length > 0 ? VectorKind.MustHold : VectorKind.MustFail,
            () => Assert.Equal(secret, Combine(mnemonics).Secret));
    }

    private static VectorCase Own(VectorFile file, JsonElement entry, int index)
    {
        if (entry.TryGetProperty("quorum", out var quorum))
        {
            return new VectorCase($"{file.Label} #{index} {entry.Text("maker")}", VectorKind.MustHold, () => RootKey(Texts(quorum), entry.Text("secret")));
        }

        var expected = entry.Text("expect");
        var mnemonics = Texts(entry.GetProperty("mnemonics"));
        return new VectorCase(
            $"{file.Label} {entry.Number("case")}. {entry.Text("name")}", expected == "ok" ? VectorKind.MustHold : VectorKind.MustFail,
            () => Assert.Equal((expected, entry.Text("secret")), Combine(mnemonics)));
    }

    private static void RootKey(List<string> quorum, string expected)
    {
        Assert.True(Slip39.TryCombine(quorum.ConvertAll(Mnemonics.Parse), out var root, out _));
        Assert.Equal(expected, Convert.ToHexStringLower(Mnemonics.Content(root!)));
        Assert.False(Slip39.TryCombine(quorum[1..].ConvertAll(Mnemonics.Parse), out _, out var reason));
        Assert.Equal(Slip39Failure.TooFew, reason);
    }

    private static (string Code, string Secret) Combine(List<string> mnemonics)
    {
        var shares = new List<Slip39Share>();
        foreach (var mnemonic in mnemonics)
        {
            if (!Slip39Share.TryParseAny(Encoding.ASCII.GetBytes(mnemonic), out var share, out var reason))
            {
                return (Reasons.Code(reason), string.Empty);
            }

            shares.Add(share!);
            Assert.Equal(mnemonic, Mnemonics.Text(share!));
        }

        return Slip39.TryCombineCore(shares, Passphrase, out var secret, out var failure)
            ? ("ok", Convert.ToHexStringLower(secret!.Span))
            : (Reasons.Code(failure), string.Empty);
    }

    private static List<string> Texts(JsonElement list) => [.. list.EnumerateArray().Select(text => text.GetString()!)];
}
