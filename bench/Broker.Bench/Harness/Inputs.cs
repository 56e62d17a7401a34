using System.Security.Cryptography;
using System.Text;

namespace Broker.Bench.Harness;

/// <summary>What the rows work on: made-up bytes and the tree's own public files.</summary>
internal static class Inputs
{
    internal static byte[] Bytes(int length) => RandomNumberGenerator.GetBytes(length);

    internal static byte[] File(string name)
    {
        using Stream stream = typeof(Inputs).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"`{name}` is not in this program");
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    internal static string Text(string name) => Encoding.UTF8.GetString(File(name));
}
