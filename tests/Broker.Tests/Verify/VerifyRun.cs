using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using Broker.Cli.Verify;
using Broker.Transparency;

namespace Broker.Tests.Verify;

/// <summary>Runs the verify commands as the command line does, and makes what they are tried on.</summary>
internal static class VerifyRun
{
    internal const string Origin = "log.example/cli";

    internal static (int ExitCode, string Output) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        var root = new RootCommand { VerifyCommands.Create(KeyedHash) };
        var configuration = new InvocationConfiguration { Output = output, Error = output };
        // As in the program: a value that starts with @ is a value and names no file to read arguments from.
        var parser = new ParserConfiguration { ResponseFileTokenReplacer = null };
        var exitCode = root.Parse(["verify", .. arguments], parser).Invoke(configuration);
        return (exitCode, output.ToString());
    }

    /// <summary>Stands for Ed25519: a keyed hash under the public bytes.</summary>
    private static bool KeyedHash(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        CryptographicOperations.FixedTimeEquals(HMACSHA512.HashData(publicKey, message), signature);

    internal static NoteSigner Signer(string name = Origin, int number = 0)
    {
        var publicKey = SHA256.HashData(Encoding.UTF8.GetBytes($"{name}/{number}"));
        return new NoteSigner(
            new VerifierKey(name, publicKey), (message, signature) => HMACSHA512.HashData(publicKey, message, signature));
    }

    internal static byte[] Entry(int number) => Encoding.ASCII.GetBytes($"entry {number}");

    internal static Hash32[] Leaves(int size) => [.. Enumerable.Range(0, size).Select(i => MerkleHash.Leaf(Entry(i)))];

    internal static string Root(int size) => MerkleTree.Root(Leaves(size)).ToString();

    internal static string Join(IEnumerable<Hash32> proof) => string.Join(',', proof);
}
