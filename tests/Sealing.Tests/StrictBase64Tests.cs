using System.Text;
using Broker.Sealing.Formatting;

namespace Broker.Sealing.Tests;

public sealed class StrictBase64Tests
{
    [Theory]
    [InlineData("AQ==", true)]
    [InlineData("", true)]
    [InlineData("AQ", false)]
    [InlineData("AQ=", false)]
    [InlineData("AR==", false)]
    [InlineData(" AQ==", false)]
    [InlineData("AQ==\n", false)]
    [InlineData("A Q = =", false)]
    [InlineData("AQ==AQ==", false)]
    [InlineData("A-==", false)]
    public void TryParse_OfPaddedText_TakesOneSpelling(string text, bool expected) =>
        Assert.Equal(expected, StrictBase64.TryParse(Encoding.ASCII.GetBytes(text), out _));

    [Theory]
    [InlineData("AQ", true)]
    [InlineData("", true)]
    [InlineData("AQ==", false)]
    [InlineData("AR", false)]
    [InlineData("A", false)]
    [InlineData("A Q ", false)]
    [InlineData("AQ\r\n", false)]
    public void TryParseUnpadded_OfText_TakesOneSpelling(string text, bool expected) =>
        Assert.Equal(expected, StrictBase64.TryParseUnpadded(Encoding.ASCII.GetBytes(text), out _));
}
