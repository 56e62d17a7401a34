namespace Broker.Briefings.Tests;

public sealed class BriefingReaderTests
{
    private static readonly string Good = Encoding.UTF8.GetString(BriefingComposer.Compose(BriefingSamples.Shown()).Json);

    public static TheoryData<string, string, string> Damages => new()
    {
        { "json", "{\n", "" },
        { "json", "\"number\": 14", "\"number\": 14,\n  \"number\": 14" },
        { "format", "briefing/1", "briefing/2" },
        { "value", "\"country\": \"CAF\"", "\"country\": \"caf\"" },
        { "value", "\"number\": 14", "\"number\": -14" },
        { "value", "\"number\": 14", "\"number\": \"14\"" },
        { "value", "\"rho\": \"", "\"rho\": \"0." },
        { "value", "\"status\": \"suppressed\"", "\"status\": \"hidden\"" },
        { "value", "\"category\": \"one-sided\"", "\"category\": \"killings\"" },
        { "value", "\"low\": 159", "\"low\": 259" },
        { "value", "TLP:AMBER\\u002BSTRICT", "TLP:BLUE" },
        { "value", "\"cells\": [", "\"rows\": [" },
        { "canonical", "\"number\": 14", "\"number\":  14" },
        { "canonical", "\"number\": 14", "\"number\": 14,\n  \"note\": \"x\"" },
        { "value", "\"number\": 14", "\"number\": 14e0" },
        { "canonical", "AMBER\\u002BSTRICT", "AMBER+STRICT" },
        { "canonical", "it does not cover", "it covers" },
        { "release-hash", "\"about\": 168", "\"about\": 167" },
        { "release-hash", "\"tier\": \"elected-member\"", "\"tier\": \"public\"" },
        { "release-hash", "broker.example/caf", "broker.example/tcd" },
    };

    [Theory]
    [InlineData("shown")]
    [InlineData("suppressed")]
    [InlineData("public")]
    [InlineData("consortium")]
    [InlineData("alerts")]
    public void TryRead_ComposedJson_IsTheSameDocument(string name)
    {
        ComposedBriefing briefing = BriefingComposer.Compose(BriefingComposerTests.Input(name));
        Assert.True(BriefingReader.TryRead(briefing.Json, out BriefingDocument? document, out BriefingReadFault fault), BriefingReadFaults.Code(fault));
        Assert.Equal(briefing.ReleaseHash, document!.ReleaseHash);
        Assert.Equal(briefing.Json, BriefingJson.Write(document));
        Assert.All(briefing.Json, character => Assert.InRange(character, (byte)'\n', (byte)'~'));
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public void TryRead_Damaged_FailsForItsReason(string expected, string find, string replacement)
    {
        int at = Good.IndexOf(find, StringComparison.Ordinal);
        Assert.True(at >= 0, find);
        string damaged = Good.Remove(at, find.Length).Insert(at, replacement);
        Assert.False(BriefingReader.TryRead(Encoding.UTF8.GetBytes(damaged), out BriefingDocument? document, out BriefingReadFault fault));
        Assert.Null(document);
        Assert.Equal(expected, BriefingReadFaults.Code(fault));
    }

    [Fact]
    public void TryRead_NotABriefing_IsRefusedAndNeverThrows()
    {
        string[] texts = ["", "null", "[]", "7", "{}", "{\"format\":\"briefing/1\"}", "{\"format\":\"\\ud800\"}", new string('[', 40_000)];
        Assert.All(texts, text => Assert.False(BriefingReader.TryRead(Encoding.UTF8.GetBytes(text), out _, out _)));
        Assert.False(BriefingReader.TryRead(new byte[BriefingReader.MaxBytes + 1], out _, out BriefingReadFault fault));
        Assert.Equal(BriefingReadFault.TooLarge, fault);
    }

    [Fact]
    public void TryRead_EveryByteChanged_IsRefusedUnlessOnlyWordsOrPublicFactsChanged()
    {
        byte[] good = BriefingComposer.Compose(BriefingSamples.Public()).Json;
        for (int i = 0; i < good.Length; i++)
        {
            byte[] changed = [.. good];
            changed[i] ^= 0x01;
            if (BriefingReader.TryRead(changed, out BriefingDocument? document, out _))
            {
                Assert.Equal(235, document!.Cells[0].About);
                Assert.Equal(changed, BriefingJson.Write(document));
            }
        }
    }

    [Fact]
    public void ReleaseText_Table_GivesTheDocumentedLines()
    {
        string text = Encoding.UTF8.GetString(ReleaseText.Format(BriefingSamples.Origin, BriefingSamples.Shown().Table));
        string[] lines = text.Split('\n');
        Assert.Equal(["broker.example/caf/release-table/v1", "country CAF", "period 2014-01", "vintage final"], lines[..4]);
        Assert.Equal("tier elected-member", lines[5]);
        Assert.Equal("cell - - published 241 232 250", lines[6]);
        Assert.Contains("cell CF71 - published 102 93 111", lines);
        Assert.Contains("cell CF53 - suppressed", lines);
        Assert.Contains("cell - one-sided published 168 159 177", lines);
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
    }
}
