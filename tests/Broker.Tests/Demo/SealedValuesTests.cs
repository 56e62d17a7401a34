using System.Text;

namespace Broker.Tests.Demo;

/// <summary>The scan must find what is planted: a scan that finds nothing proves nothing otherwise.</summary>
public class SealedValuesTests
{
    private const string Planted = "a planted value é";

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Scan_OfAPlantedValue_FindsItInEveryEncodingAndAlignment(int shift)
    {
        SealedValues values = SealedValues.Of(Planted);
        byte[] utf8 = Encoding.UTF8.GetBytes(Planted);
        byte[] before = [.. Enumerable.Range(0, 30 + shift).Select(i => (byte)(i * 37 % 251))];
        byte[] raw = [.. before, .. utf8, .. before];

        Assert.True(values.AreIn(raw));
        Assert.True(values.AreIn([.. before, .. Encoding.Unicode.GetBytes(Planted), .. before]));
        Assert.True(values.AreIn(Encoding.ASCII.GetBytes(Convert.ToBase64String(raw))));
        Assert.True(values.AreIn(Encoding.ASCII.GetBytes(Convert.ToHexString(raw))));
        Assert.True(values.AreIn(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(raw))));
        Assert.False(values.AreIn([.. before, .. utf8[..^3], .. before]));
    }

    [Theory]
    [InlineData("{\"at\": 4.37}", true)]
    [InlineData("at 4.37.", true)]
    [InlineData("at 14.37", false)]
    [InlineData("at 4.371", false)]
    [InlineData("x4.37", false)]
    [InlineData("at/4.37", true)]
    [InlineData("3q2+7w3q2+7w3q2+7w3q2+7w3q2+7w3q2+/4.37/", true)]
    public void Scan_OfAShortValue_FindsItAsAWholeWord(string text, bool found) =>
        Assert.Equal(found, SealedValues.Of("4.37").AreIn(Encoding.UTF8.GetBytes(text)));
}
