using System.Reflection;
using Broker.Gateway;
using Broker.Gateway.Http;
using Broker.Gateway.Pages;

namespace Broker.Tests.Gateway;

public sealed class FormTests
{
    [Theory]
    [InlineData("checkpoint", nameof(LogFileKind.Checkpoint))]
    [InlineData("tile/0/000", nameof(LogFileKind.FullTile))]
    [InlineData("tile/63/255", nameof(LogFileKind.FullTile))]
    [InlineData("tile/0/x001/234", nameof(LogFileKind.FullTile))]
    [InlineData("tile/entries/x001/x234/067", nameof(LogFileKind.FullTile))]
    [InlineData("tile/entries/000.p/7", nameof(LogFileKind.PartialTile))]
    [InlineData("tile/1/x001/000.p/255", nameof(LogFileKind.PartialTile))]
    [InlineData("", nameof(LogFileKind.None))]
    [InlineData("Checkpoint", nameof(LogFileKind.None))]
    [InlineData("checkpoint/", nameof(LogFileKind.None))]
    [InlineData("tile/64/000", nameof(LogFileKind.None))]
    [InlineData("tile/00/000", nameof(LogFileKind.None))]
    [InlineData("tile/-1/000", nameof(LogFileKind.None))]
    [InlineData("tile/0/00", nameof(LogFileKind.None))]
    [InlineData("tile/0/0000", nameof(LogFileKind.None))]
    [InlineData("tile/0/x000/001", nameof(LogFileKind.None))]
    [InlineData("tile/0/001/002", nameof(LogFileKind.None))]
    [InlineData("tile/0/x001", nameof(LogFileKind.None))]
    [InlineData("tile/0/000.p/0", nameof(LogFileKind.None))]
    [InlineData("tile/0/000.p/256", nameof(LogFileKind.None))]
    [InlineData("tile/0/000.p/07", nameof(LogFileKind.None))]
    [InlineData("tile/0/000.p", nameof(LogFileKind.None))]
    [InlineData("tile/0/../../etc/passwd", nameof(LogFileKind.None))]
    [InlineData("tile/data/000", nameof(LogFileKind.None))]
    [InlineData("tile/0/x001/x001/x001/x001/x001/x001/001", nameof(LogFileKind.None))]
    public void LogPath_ByForm_IsKnownOrNone(string path, string kind) => Assert.Equal(kind, LogPath.KindOf(path).ToString());

    [Theory]
    [InlineData("2014-01", true)]
    [InlineData("2014-W05", true)]
    [InlineData("2014-1", false)]
    [InlineData("2014/01", false)]
    [InlineData("2014-w05", false)]
    [InlineData("2014-001", false)]
    [InlineData("", false)]
    public void Period_ByForm_IsKnownOrNot(string text, bool valid) => Assert.Equal(valid, Names.IsPeriod(text));

    [Fact]
    public void Html_Holes_AreEncodedAndPartsAreNot()
    {
        var part = Html.Of($"<b>{"a<b"}</b>");
        Assert.Equal("<p><b>a&lt;b</b> &quot;&#x27;&amp; 7 <time>2014-01-02</time></p>", Html.Of($"<p>{part} {"\"'&"} {7} {new DateOnly(2014, 1, 2)}</p>").ToString());
    }

    [Theory]
    [InlineData("a\u202eb", "a[U&#x2B;202E]b")]
    [InlineData("a\u0000b", "a[U&#x2B;0000]b")]
    [InlineData("a\u2066b", "a[U&#x2B;2066]b")]
    [InlineData("a\r\nb\t", "a[U&#x2B;000D]&#xA;b&#x9;")]
    public void Html_CharactersThatDeceive_AreShownByNumber(string text, string expected) => Assert.Equal(expected, Html.Of($"{text}").ToString());

    [Theory]
    [InlineData("<style>a</style><style media=x>b</style>", "'sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=' 'sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0='")]
    [InlineData("<p>no style</p>", "'none'")]
    [InlineData("<style>never closed", "'none'")]
    [InlineData("<style", "'none'")]
    public void BriefingPolicy_Styles_AreAllowedByHashAlone(string html, string source) => Assert.Equal(
        $"default-src 'none'; style-src {source}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        BriefingPolicy.For(System.Text.Encoding.UTF8.GetBytes(html)));

    [Fact]
    public void Gateway_References_ReachNoCodeThatCouldOpenARecord()
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<Assembly>([typeof(GatewayOptions).Assembly]);
        while (open.TryDequeue(out var assembly))
        {
            foreach (var reference in assembly.GetReferencedAssemblies().Where(name => IsOurs(name.Name!) && reached.Add(name.Name!)))
            {
                open.Enqueue(Assembly.Load(reference));
            }
        }

        Assert.Contains("Broker.Contracts", reached);
        Assert.Empty(reached.Except(["Broker.Contracts", "Broker.Telemetry", "Orleans.Embedded"]));
    }

    private static bool IsOurs(string name) =>
        name.StartsWith("Broker", StringComparison.Ordinal) || name.StartsWith("Orleans", StringComparison.Ordinal);
}
