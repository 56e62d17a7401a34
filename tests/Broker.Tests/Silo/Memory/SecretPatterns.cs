using System.Text;

namespace Broker.Tests.Silo.Memory;

/// <summary>Secrets to look for, each in every form that it could be left in: its bytes, hexadecimal and base64, as UTF-8 and as UTF-16.</summary>
internal sealed class SecretPatterns
{
    /// <summary>Shorter ones are in any memory by chance.</summary>
    private const int Shortest = 8;

    private readonly List<(string Name, string Bytes)> patterns = [];

    /// <summary>What is searched: a name of ours, and the bytes, each as one character.</summary>
    public IReadOnlyList<(string Name, string Bytes)> All => patterns;

    public SecretPatterns Add(string name, ReadOnlySpan<byte> secret)
    {
        Assert.True(secret.Length >= Shortest, $"`{name}` is too short to be searched");
        Assert.True(secret.ContainsAnyExcept((byte)0), $"`{name}` is no secret");
        byte[] bytes = secret.ToArray();
        patterns.Add((name + " as it is", Encoding.Latin1.GetString(bytes)));
        AddText(name + " as hexadecimal", Convert.ToHexStringLower(bytes));
        AddText(name + " as hexadecimal in capitals", Convert.ToHexString(bytes));
        for (int shift = 0; shift < 3; shift++)
        {
            // The characters that depend on the secret alone: the first ones mix with what came before, the last with what follows.
            string text = Convert.ToBase64String([.. new byte[shift], .. bytes]).TrimEnd('=');
            int end = (shift + bytes.Length) % 3 == 0 ? text.Length : text.Length - 1;
            AddText($"{name} as base64 at {shift}", text[(shift == 0 ? 0 : shift + 1)..end]);
        }

        return this;
    }

    public SecretPatterns AddText(string name, string text)
    {
        Assert.True(text.Length >= Shortest, $"`{name}` is too short to be searched");
        patterns.Add((name + " as UTF-8", Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text))));
        patterns.Add((name + " as UTF-16", Encoding.Latin1.GetString(Encoding.Unicode.GetBytes(text))));
        return this;
    }

    public SecretPatterns AddAll(IEnumerable<(string Name, byte[] Secret)> secrets)
    {
        foreach ((string name, byte[] secret) in secrets)
        {
            Add(name, secret);
        }

        return this;
    }
}
