using System.Text;
using System.Text.Json;

namespace Broker.Sealing.Tests.Support;

/// <summary>A vector of a text format: the line <c>expect: </c> and a reason, then the bytes.</summary>
internal static class ExpectFile
{
    /// <summary>The names of a family's files; never empty, so that a family that is lost shows.</summary>
    public static TheoryData<string> Names(string family)
    {
        var names = Directory.GetFiles(VectorFiles.Folder(family), "*.txt").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(names);
        return [.. names];
    }

    public static (string Expected, byte[] Content) Read(string family, string name)
    {
        var bytes = File.ReadAllBytes(Path.Combine(VectorFiles.Folder(family), name));
        var end = Array.IndexOf(bytes, (byte)'\n');
        var first = Encoding.UTF8.GetString(bytes, 0, end);
        Assert.StartsWith("expect: ", first, StringComparison.Ordinal);
        return (first["expect: ".Length..], bytes[(end + 1)..]);
    }

    /// <summary>The spelling of a reason in the files: words with hyphens; <c>ok</c> for none.</summary>
    public static string Code<T>(T reason)
        where T : struct, Enum => reason.ToString() == "None" ? "ok" : JsonNamingPolicy.KebabCaseLower.ConvertName(reason.ToString());
}
