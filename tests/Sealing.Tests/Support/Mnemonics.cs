using System.Text;

namespace Broker.Sealing.Tests.Support;

/// <summary>Mnemonics of tests as strings; the product never does that.</summary>
internal static class Mnemonics
{
    public static byte[] Bytes(Slip39Share share)
    {
        var utf8 = new byte[share.MnemonicLength];
        share.FormatMnemonic(utf8);
        return utf8;
    }

    public static string Text(Slip39Share share) => Encoding.ASCII.GetString(Bytes(share));

    public static Slip39Share Parse(string text) => Slip39Share.TryParse(Encoding.UTF8.GetBytes(text), out var share, out var reason, out _)
        ? share!
        : throw new InvalidOperationException(reason.ToString());

    public static byte[] Content(SecretKey key)
    {
        var bytes = new byte[SecretKey.Size];
        key.Use(bytes, static (content, target) => content.CopyTo(target));
        return bytes;
    }
}
