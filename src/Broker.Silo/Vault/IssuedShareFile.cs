using System.Text;
using Broker.Contracts;
using Broker.Silo.Grains;

namespace Broker.Silo.Vault;

/// <summary>The file of issued shares: <c>vault-issued/1</c>, then <c>share &lt;group/number&gt; &lt;base64 of an age envelope&gt;</c> a line.</summary>
/// <remarks>Only the custodians can open what it holds. It goes once they have shown that they can.</remarks>
internal static class IssuedShareFile
{
    private const string FirstLine = "vault-issued/1";
    private const int MostShares = 256;

    public static byte[] Format(IReadOnlyList<IssuedShare> shares)
    {
        var text = new StringBuilder(FirstLine + "\n");
        foreach (IssuedShare share in shares)
        {
            text.Append("share ").Append(share.Custodian).Append(' ').Append(Convert.ToBase64String(share.Envelope)).Append('\n');
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <exception cref="DamagedStoreException">The file is none that was written here.</exception>
    public static IReadOnlyList<IssuedShare> Parse(byte[] file)
    {
        try
        {
            return RequestText.ReadList(file, FirstLine, "share", MostShares)!
                .Select(line => line.Split(' ')).Select(parts => new IssuedShare(parts[0], Convert.FromBase64String(parts[1]))).ToList();
        }
        catch (Exception fault) when (fault is FormatException or IndexOutOfRangeException or ArgumentNullException)
        {
            throw new DamagedStoreException("the file of issued shares is damaged; nothing was changed", fault);
        }
    }
}
