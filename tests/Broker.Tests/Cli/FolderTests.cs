using System.Text;
using Broker.Cli;
using Broker.Sealing;
using Broker.Transparency;

namespace Broker.Tests.Cli;

public sealed class FolderTests : IDisposable
{
    private readonly TestMember broker = new();
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void Create_Folder_IsForItsOwnerOnly()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(broker.Folder.Path));
        foreach (var file in Directory.GetFiles(broker.Folder.Path))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public void Create_Twice_LeavesTheKeysAlone()
    {
        var before = File.ReadAllBytes(Path.Combine(broker.Folder.Path, "signing.key"));
        Assert.Throws<CommandFailure>(() => MemberFolder.Create(broker.Folder.Path, "again", broker.Fill));
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(broker.Folder.Path, "signing.key")));
    }

    [Fact]
    public void Open_Folder_HasTheKeysOfItsCardAndItsSecret()
    {
        using var member = broker.Folder.Open();
        Assert.Equal(broker.Card.SigningKey, Convert.ToHexStringLower(member.Signing.PublicKey));
        Assert.Equal(TestMember.OriginName, member.Enrolled.Origin.ToString());
        Assert.NotNull(member.EnrolmentSecret);
    }

    [Fact]
    public void Open_SealingKey_IsAnOrdinaryAgeIdentity()
        => Assert.Matches("^AGE-SECRET-KEY-1[A-Z0-9]{58}\n$", File.ReadAllText(Path.Combine(broker.Folder.Path, "sealing.key")));

    [Fact]
    public void Open_KeyOfAnotherFolder_IsNoticed()
    {
        var other = folder.At("other");
        MemberFolder.Create(other, "other", broker.Fill);
        File.Copy(Path.Combine(other, "signing.key"), Path.Combine(broker.Folder.Path, "signing.key"), overwrite: true);
        Assert.Throws<CommandFailure>(() => broker.Folder.Open());
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("AA00000000000000000000000000000000000000000000000000000000000000\n")]
    [InlineData("000000000000000000000000000000000000000000000000000000000000000000\n")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000 ")]
    public void HexKey_NotCanonical_IsRefused(string text)
    {
        var file = folder.Write("k", text);
        Assert.Throws<CommandFailure>(() => HexKey.Read(file, key => key.Length));
    }

    [Fact]
    public void Accept_EnrolmentOfAnother_IsAnExpectedNo()
    {
        MemberFolder other = new(folder.At("other"));
        MemberFolder.Create(other.Path, "other", broker.Fill);
        Assert.Equal(ExitCodes.No, Assert.Throws<CommandFailure>(() => other.Accept(broker.MakeEnrolment())).ExitCode);
    }

    [Fact]
    public void Accept_OtherTrustThanPinned_IsAnExpectedNo()
    {
        var other = broker.MakeEnrolment() with { Trust = new TrustFile(new VerifierKey(TestMember.OriginName, broker.Identity.PublicKey), null, WitnessPolicy.None) };
        Assert.Equal(ExitCodes.No, Assert.Throws<CommandFailure>(() => broker.Folder.Accept(other)).ExitCode);
    }

    [Fact]
    public void Accept_SecretForAnotherInstance_DoesNotOpen()
    {
        MemberFolder other = new(folder.At("other"));
        var card = MemberFolder.Create(other.Path, "other", broker.Fill);
        var sealedSecret = new byte[SecretKey.Size + Hpke.Overhead];
        Hpke.Seal(
            sealedSecret, Convert.FromHexString(card.SealingKey), Enrolment.SecretInfo(Origin.Parse("elsewhere"), card.Account), [], new byte[32], broker.Fill);
        Enrolment enrolment = new(broker.Origin, card.Account, EnrolmentDesk.Depositor, broker.Trust, sealedSecret);
        Assert.Contains("does not open", Assert.Throws<CommandFailure>(() => other.Accept(enrolment)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Enrolment_Text_RoundTripsAndHasOneSpelling()
    {
        var text = Encoding.UTF8.GetString(broker.MakeEnrolment().Format());
        Assert.True(Enrolment.TryParse(Encoding.UTF8.GetBytes(text), out var read));
        Assert.Equal(text, Encoding.UTF8.GetString(read!.Format()));
        foreach (var broken in new[] { text[..^1], text + "\n", text.Replace("role ", "roles ", StringComparison.Ordinal), text.Replace("\n", "\r\n", StringComparison.Ordinal), text.Replace(TestMember.OriginName, "other", StringComparison.Ordinal), "" })
        {
            Assert.False(Enrolment.TryParse(Encoding.UTF8.GetBytes(broken), out _));
        }
    }

    [Theory]
    [InlineData("two\nlines")]
    [InlineData("")]
    [InlineData(" space")]
    [InlineData("over\u202eride")]
    public void Create_BadName_IsRefused(string name) => Assert.Throws<CommandFailure>(() => MemberFolder.Create(folder.At("x"), name, broker.Fill));

    [Fact]
    public void Socket_ShortFolder_IsUsed() => Assert.Equal("/srv/demo/run/silo.sock", SocketPath.Choose("/srv/demo/run", "/tmp", 42));

    [Fact]
    public void Socket_LongFolder_GoesToTheTempFolder()
        => Assert.Equal("/tmp/broker-42/silo.sock", SocketPath.Choose("/" + new string('a', 90), "/tmp", 42));

    [Theory]
    [InlineData(88, true)]
    [InlineData(89, false)]
    public void Socket_Limit_IsUnderAHundredBytes(int letters, bool wanted)
        => Assert.Equal(wanted, SocketPath.Choose("/" + new string('a', letters), "/tmp", 1).StartsWith("/a", StringComparison.Ordinal));

    [Fact]
    public void Socket_NothingShortEnough_IsSaid()
        => Assert.Throws<CommandFailure>(() => SocketPath.Choose("/" + new string('é', 60), "/" + new string('b', 90), 1));

    [Fact]
    public void DemoFolders_NotMadeByADemo_AreLeftAlone()
    {
        Directory.CreateDirectory(folder.At("data"));
        File.WriteAllText(folder.At("data", "precious"), "x");
        Assert.Throws<CommandFailure>(() => DemoFolders.Prepare(folder.Path));
        Assert.True(File.Exists(folder.At("data", "precious")));
    }

    [Fact]
    public void DemoFolders_OfAnEarlierDemo_AreMadeAnew()
    {
        var first = DemoFolders.Prepare(folder.Path);
        File.WriteAllText(Path.Combine(first.Data, "old"), "x");
        var second = DemoFolders.Prepare(folder.Path);
        Assert.False(File.Exists(Path.Combine(second.Data, "old")));
    }

    [Theory]
    [InlineData("VmHWM:\t  102400 kB", 100)]
    [InlineData("VmHWM:\t  102401 kB", 101)]
    [InlineData("", 0)]
    public void Memory_Line_IsWholeMebibytes(string line, int expected) => Assert.Equal(expected, ProcessMemory.Parse(line));

    [Fact]
    public void HostFiles_Output_StandsBesideTheTool()
        => Assert.Equal(
            Path.Combine(folder.Path, "bin", "Broker.Silo", "release"),
            HostFiles.ProjectOutput(folder.At("bin", "Broker.Cli", "release"), "Broker.Silo"));

    [Fact]
    public void HostFiles_DotnetRoot_HoldsTheRuntime() => Assert.True(Directory.Exists(Path.Combine(HostFiles.DotnetRoot, "shared", "Microsoft.NETCore.App")));

    public void Dispose()
    {
        broker.Dispose();
        folder.Dispose();
    }
}
