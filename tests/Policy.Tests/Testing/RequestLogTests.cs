using System.Text;
using Broker.Policy.Testing;

namespace Broker.Policy.Tests.Testing;

public sealed class RequestLogTests
{
    private static readonly string Line =
        "{\"format\":\"request-log/1\",\"entry\":123,\"day\":\"2014-02-24\",\"state\":\"LUX\",\"organisation\":null,\"role\":\"delegate\",\"actors\":[\"anti-balaka\",\"fprc\"],"
        + "\"tier\":\"elected-member\",\"purpose\":\"council-briefing\",\"country\":\"CAF\",\"revision\":\"" + new string('a', 64) + "\",\"permitted\":true,\"rule\":\"rule-1\"}\n";

    private static readonly LoggedRequest Request = new(
        123, new DateOnly(2014, 2, 24), "LUX", null, "delegate", ["anti-balaka", "fprc"], "elected-member", "council-briefing", "CAF", new string('a', 64), true, "rule-1");

    public static TheoryData<string> Vectors => [.. RepositoryFiles.NamesIn("*.txt", "tests", "vectors", "request-log")];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void RequestLog_OfAVector_IsReadOrRefusedAsItSays(string name)
    {
        byte[] vector = RepositoryFiles.Read("tests", "vectors", "request-log", name);
        int end = Array.IndexOf(vector, (byte)'\n');
        string expected = Encoding.ASCII.GetString(vector, "expect: ".Length, end - "expect: ".Length);
        RequestLogReading reading = RequestLog.Read(vector.AsSpan(end + 1));
        Assert.Equal(expected, reading.Faults.Count == 0 ? "ok" : reading.Faults[^1].ReasonCode);
        if (expected == "ok")
        {
            Assert.Equal(vector[(end + 1)..], reading.Requests.SelectMany(RequestLog.Format));
        }
    }

    [Fact]
    public void Format_OfARequest_GivesItsOneLine() => Assert.Equal(Line, Encoding.ASCII.GetString(RequestLog.Format(Request)));

    [Fact]
    public void Read_OfThatLine_GivesTheRequestAndWhatAPolicyIsAsked()
    {
        LoggedRequest read = Assert.Single(RequestLog.Read(Encoding.ASCII.GetBytes(Line)).Requests);
        Assert.Equal(Request, read);
        Assert.Equal(Request.GetHashCode(), read.GetHashCode());
        Assert.NotEqual(Request with { Actors = ["fprc"] }, read);
        Assert.NotEqual(Request with { Rule = null }, read);
        PolicyRequest asked = read.ToRequest();
        Assert.Equal(("LUX", "delegate", "elected-member", "council-briefing", Request.Day), (asked.Requester.State, asked.Requester.Role, asked.Tier, asked.Purpose, asked.On));
        Assert.Equal(Request.Actors, asked.Requester.Actors);
    }

    [Fact]
    public void Format_OfAFieldOutsideOfTheFormat_SaysItsCodeAndNoContent()
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => RequestLog.Format(Request with { State = "lux\ud800" }));
        Assert.Contains("log-state", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("lux", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_OfARequest_TellsItsEntryAlone() => Assert.Equal("logged request 123", Request.ToString());

    [Fact]
    public void Read_OfSeveralLines_TellsEachFaultByItsLine()
    {
        RequestLogReading reading = RequestLog.Read(Encoding.ASCII.GetBytes($"{Line}nonsense\n{Line}{Line.Replace("123", "x", StringComparison.Ordinal)}"));
        Assert.Equal(2, reading.Requests.Count);
        Assert.Equal([new(2, "log-json"), new(4, "log-json")], reading.Faults);
    }

    [Fact]
    public void Line_ThatParses_IsTheOnlyEncodingOfItsMeaning()
    {
        var dice = new Dice("mutated request logs");
        byte[] original = Encoding.ASCII.GetBytes(Line)[..^1];
        int parsed = 0;
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = [.. original];
            bytes[dice.Below(bytes.Length)] = (byte)dice.Below(256);
            if (RequestLog.TryParseLine(bytes, out LoggedRequest? read, out string reason))
            {
                parsed++;
                Assert.Equal(bytes, RequestLog.Format(read)[..^1]);
            }
            else
            {
                Assert.StartsWith("log-", reason, StringComparison.Ordinal);
            }
        }

        Assert.True(parsed > 100);
    }

    [Fact]
    public void SpecificationPage_OfLoggedRequests_ExplainsEveryCodeOfTheVectors()
    {
        string page = Encoding.UTF8.GetString(RepositoryFiles.Read("docs", "specs", "sharing-policy.md"));
        string[] codes = [.. RepositoryFiles.NamesIn("*.txt", "tests", "vectors", "request-log")
            .Select(name => Encoding.UTF8.GetString(RepositoryFiles.Read("tests", "vectors", "request-log", name)).Split('\n')[0]["expect: ".Length..])
            .Distinct()];
        Assert.True(codes.Length > 15);
        Assert.Equal([], codes.Where(code => code != "ok" && !page.Contains($"`{code}`", StringComparison.Ordinal)));
    }
}
