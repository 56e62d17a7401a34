using System.Text;

namespace Broker.Sealing.Tests;

/// <summary>The reader of vector folders itself: what is named and can't be read is an error.</summary>
public sealed class VectorFoldersTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("vectors").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Further_ThatTheEnvironmentNames_AreRead() =>
        Assert.All(VectorFolders.Further(Environment.GetEnvironmentVariable(VectorFolders.Variable)), path => Assert.True(Directory.Exists(path)));

    [Fact]
    public void Files_OfFurtherFolders_FollowTheTreesOwnUnderALabelOfTheirOwn()
    {
        var path = Directory.CreateDirectory(Path.Combine(folder, "age", "deep")).FullName;
        File.WriteAllText(Path.Combine(path, "case"), "expect: success\n\n");
        var own = VectorFolders.Files("age", null);
        var all = VectorFolders.Files("age", $"{folder}:{folder}");
        Assert.Equal(own, all.Take(own.Count));
        Assert.Equal(["extra1/age/deep/case", "extra2/age/deep/case"], all.Skip(own.Count).Select(file => file.Label));
        Assert.Equal(VectorFolders.Files("hpke", null), VectorFolders.Files("hpke", folder));
    }

    [Fact]
    public void Further_ThatCannotBeRead_AreAnError()
    {
        Assert.Throws<InvalidDataException>(() => VectorFolders.Further(folder));
        Directory.CreateDirectory(Path.Combine(folder, "hpke"));
        Assert.Single(VectorFolders.Further(folder));
        Assert.Throws<InvalidDataException>(() => VectorFolders.Files("hpke", folder));
        Assert.Throws<InvalidDataException>(() => VectorFolders.Further(folder + ":" + Path.Combine(folder, "absent")));
        Assert.Throws<InvalidDataException>(() => VectorFolders.Further(folder + ":"));
        Assert.Empty(VectorFolders.Further(null));
        Assert.Empty(VectorFolders.Further(string.Empty));
    }

    [Fact]
    public void Case_OfAnAgeFileWhoseIdentityCannotBeRead_IsAnError()
    {
        var whole = VectorFolders.Files("age", null).Single(file => file.Label == "age/x25519_no_match");
        var file = new VectorFile("x", Path.Combine(folder, "x"));
        File.WriteAllBytes(file.Path, File.ReadAllBytes(whole.Path));
        Assert.Single(Vectors.AgeVectors.Read(file));
        var text = File.ReadAllText(whole.Path, Encoding.Latin1);
        File.WriteAllText(file.Path, text.Replace("identity: AGE-SECRET-KEY-1", "identity: AGE-SECRET-KEY-1Q", StringComparison.Ordinal), Encoding.Latin1);
        Assert.Throws<FormatException>(() => Vectors.AgeVectors.Read(file).ToList());
    }

    [Fact]
    public void Family_OfKeysBesideNoCase_IsAnError()
    {
        VectorFile[] whole = [new("extra1/envelope/keys.json", "/a/keys.json"), new("extra1/envelope/case.json", "/a/case.json")];
        VectorFile[] keysOnly = [.. whole, new("extra2/envelope/keys.json", "/b/keys.json")];
        Assert.Equal([whole[1]], VectorFamily.CasesOf(whole, "keys.json"));
        Assert.Throws<InvalidDataException>(() => VectorFamily.CasesOf(keysOnly, "keys.json"));
        Assert.Equal(keysOnly, VectorFamily.CasesOf(keysOnly, null));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("{\"testGroups\": []}")]
    [InlineData("{\"algorithm\": \"XDH\", \"testGroups\": [{\"type\": \"XdhComp\", \"curve\": \"curve25519\", \"tests\": [{}]}]}")]
    public void Family_WithAFileThatItCannotRead_IsAnError(string content)
    {
        Directory.CreateDirectory(Path.Combine(folder, "wycheproof"));
        var file = Path.Combine(folder, "wycheproof", "x.json");
        File.WriteAllText(file, content);
        var family = new VectorFamily("wycheproof", entry => entry.IsOurs ? Vectors.WycheproofVectors.Read(new VectorFile("x", file)) : []);
        Assert.Contains("wycheproof/", Assert.Throws<InvalidDataException>(() => family.Names()).Message, StringComparison.Ordinal);
    }
}
