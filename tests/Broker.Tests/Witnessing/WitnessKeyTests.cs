using System.Text;
using Broker.Cli;
using Broker.Tests.Cli;
using Broker.Transparency;

namespace Broker.Tests.Witnessing;

public sealed class WitnessKeyTests : IDisposable
{
    private const string Name = "witness.example/1";
    private readonly TemporaryFolder folder = new();

    private string File1 => folder.At("key");

    [Fact]
    public void Key_WrittenAndRead_CosignsUnderTheSameNameAndKey()
    {
        using var made = Make(1);
        using var read = WitnessKey.Read(File1);

        Assert.Equal(made.Key.ToString(), read.Key.ToString());
        const string Text = "broker.example/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
        Assert.Equal(made.Cosign(Text, 5), read.Cosign(Text, 5));
        Assert.True(Cosignature.TryTake(Encoding.UTF8.GetBytes(read.Cosign(Text, 5)), Text, made.Key, Broker.Sealing.Ed25519.Verify, out _, out var time));
        Assert.Equal(5, time);
    }

    [Fact]
    public void Key_OnDisk_IsForItsOwnerAloneAndNeverWrittenOver()
    {
        using var made = Make(1);
        var before = File.ReadAllBytes(File1);

        Assert.Throws<CommandFailure>(() => Make(2));
        Assert.Equal(before, File.ReadAllBytes(File1));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(File1) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("a+b")]
    [InlineData("a\nb")]
    public void Key_NamedAsNoKeyMayBe_IsNotMade(string name)
    {
        Assert.Throws<CommandFailure>(() => WitnessKey.Create(File1, name, new CounterRandom(1).Fill));
        Assert.False(File.Exists(File1));
    }

    [Theory]
    [InlineData("key witness.example/1", "key witness.example/2")]
    [InlineData("witness-key/1", "witness-key/2")]
    [InlineData("seed ", "seat ")]
    [InlineData("seed ", "seed A")]
    [InlineData("seed ", "seed 0")]
    [InlineData("\nseed", "\r\nseed")]
    [InlineData("witness-key/1", "\nwitness-key/1")]
    public void Key_WithAnEditedFile_IsNotRead(string from, string to)
    {
        Make(1).Dispose();
        File.WriteAllText(File1, File.ReadAllText(File1).Replace(from, to, StringComparison.Ordinal));

        Assert.Equal($"`{File1}` is not a witness's key", Assert.Throws<CommandFailure>(() => WitnessKey.Read(File1)).Message);
    }

    [Fact]
    public void Key_WithAnyByteChangedOrCutOff_IsNotReadAsAnotherKey()
    {
        Make(1).Dispose();
        var bytes = File.ReadAllBytes(File1);
        for (var i = 0; i < bytes.Length; i++)
        {
            byte[] changed = [.. bytes];
            changed[i] ^= 1;
            File.WriteAllBytes(File1, changed);
            Assert.Throws<CommandFailure>(() => WitnessKey.Read(File1));
            File.WriteAllBytes(File1, bytes[..i]);
            Assert.Throws<CommandFailure>(() => WitnessKey.Read(File1));
        }

        File.WriteAllBytes(File1, [.. bytes, (byte)'\n']);
        Assert.Throws<CommandFailure>(() => WitnessKey.Read(File1));
    }

    public void Dispose() => folder.Dispose();

    private WitnessKey Make(byte seed) => WitnessKey.Create(File1, Name, new CounterRandom(seed).Fill);
}
