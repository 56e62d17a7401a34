using System.Text.Json;
using Broker.Contracts;
using Broker.Silo.Doctor;
using Broker.Silo.Verbs;

namespace Broker.Tests.Silo.Doctor;

/// <summary>Each check of <c>doctor</c> against what has to make it fail, and nothing else with it.</summary>
public sealed class DoctorTests
{
    private const UnixFileMode OwnerAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);
    private static readonly WitnessState Witness = new("w1", "http://w1.invalid", "current", 9, Now);
    private static readonly PublicationState Publication = new(9, 9, "w1", null, [Witness]);
    private static readonly SiloState State = new("broker.example", "unsealed", [], "", "", Now, false, [], []);
    private static readonly VaultState Vault = new("unsealed", [], "", 1, [], 1, ["00000001"], "00000001", "", 0);

    private static readonly DoctorFacts Sound = new()
    {
        Now = Now,
        IsDevelopment = false,
        Silo = new SiloAnswer(State, Vault, Publication, 1),
        Store = new StoreFacts("", "", 9, Now),
        LockedMemory = 64 << 20,
        CoreFiles = 0,
        ClockIsKept = true,
        FreeBytes = 1L << 30,
        LastBackup = new BackupMark(Now.AddDays(-1), 9),
        User = 7,
        Files = [new ExpectedFile("broker.db", new FileFacts(7, OwnerAlone), OwnerAlone)],
    };

    public static TheoryData<string, string> Failures => new()
    {
        { "settings", "fault" },
        { "silo", "unreachable" },
        { "silo", "stopped" },
        { "silo", "warning" },
        { "vault", "sealed" },
        { "vault", "uninitialised" },
        { "vault", "no epoch" },
        { "layout", "layout" },
        { "log", "log" },
        { "log", "shorter" },
        { "log", "empty" },
        { "witnesses", "none" },
        { "witnesses", "ahead" },
        { "witnesses", "waiting" },
        { "clock", "behind" },
        { "clock", "set back" },
        { "clock", "not kept" },
        { "disk", "full" },
        { "disk", "gone" },
        { "backup", "never" },
        { "backup", "old" },
        { "files", "foreign" },
        { "files", "open" },
        { "locked-memory", "low" },
        { "core-dumps", "on" },
        { "swap", "on" },
    };

    [Fact]
    public void Installation_ThatIsSound_IsWell()
    {
        IReadOnlyList<Finding> findings = DoctorVerb.Check(Sound);

        Assert.All(findings, finding => Assert.Equal((finding.Check, FindingState.Ok, ""), (finding.Check, finding.State, finding.Do)));
        Assert.True(DoctorVerb.IsWell(findings));
        Assert.EndsWith("all is well", DoctorVerb.Text(findings), StringComparison.Ordinal);
        Assert.Equal(findings.Select(finding => finding.Check).Distinct(), Failures.Select(row => (string)row[0]).Distinct());
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public void Check_OfWhatIsWrong_SaysSoAndWhatToDo(string check, string how)
    {
        IReadOnlyList<Finding> findings = DoctorVerb.Check(Broken(how, check));

        Finding wrong = Assert.Single(findings, finding => finding.State == FindingState.Wrong);
        Assert.Equal(check, wrong.Check);
        Assert.NotEmpty(wrong.Says);
        Assert.NotEmpty(wrong.Do);
        Assert.False(DoctorVerb.IsWell(findings));
        string text = DoctorVerb.Text(findings);
        Assert.Contains($"do: {wrong.Do}", text, StringComparison.Ordinal);
        Assert.EndsWith("something is wrong", text, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(DoctorVerb.Json(findings));
        Assert.False(json.RootElement.GetProperty("well").GetBoolean());
        Assert.Equal(
            [check], json.RootElement.GetProperty("checks").EnumerateArray().Where(one => one.GetProperty("state").GetString() == "wrong").Select(one => one.GetProperty("check").GetString()));
    }

    [Fact]
    public void Development_WithoutWitnesses_IsPassedOver()
    {
        DoctorFacts facts = Broken("none", "witnesses") with { IsDevelopment = true };
        Assert.Equal(FindingState.Skipped, DoctorVerb.Check(facts).Single(finding => finding.Check == "witnesses").State);
    }

    [Fact]
    public void Swap_ThatTheOperatorSaysIsEncrypted_IsWell() => Assert.True(DoctorVerb.IsWell(DoctorVerb.Check(Sound with { Swaps = ["/dev/dm-1"], SwapIsEncrypted = true })));

    [Fact]
    public void ProcFiles_AreReadAsTheKernelWritesThem()
    {
        string[] limits =
        [
            "Limit                     Soft Limit           Hard Limit           Units     ",
            "Max core file size        0                    unlimited            bytes     ",
            "Max locked memory         8388608              8388608              bytes     ",
            "Max open files            1024                 524288               files     ",
        ];
        Assert.Equal((8_388_608L, 0L, null), (ProcFiles.Limit(limits, ProcFiles.LockedMemory), ProcFiles.Limit(limits, ProcFiles.CoreFiles), ProcFiles.Limit([], ProcFiles.CoreFiles)));
        Assert.Equal(long.MaxValue, ProcFiles.Limit(["Max locked memory         unlimited            unlimited            bytes     "], ProcFiles.LockedMemory));
        Assert.Equal(
            ["/dev/sda2"],
            ProcFiles.Swaps(["Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority", "/dev/sda2                               partition\t8388604\t\t0\t\t-2", "/dev/zram0                              partition\t8388604\t\t0\t\t100"]));
    }

    [Fact]
    public void FileFacts_OfOwnFiles_AreTheirs()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("one", "");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.GroupRead);

        Assert.Equal(new FileFacts(FileFacts.CurrentUser, UnixFileMode.UserRead | UnixFileMode.GroupRead), FileFacts.Of(file));
        Assert.Null(FileFacts.Of(folder.At("none")));
    }

    [Fact]
    public void BackupMark_IsReadAsWritten_AndNothingElseIs()
    {
        using var folder = new TemporaryFolder();
        Assert.Null(BackupMark.Read(folder.Path));
        new BackupMark(Now, 12).Write(folder.Path);
        Assert.Equal(new BackupMark(Now, 12), BackupMark.Read(folder.Path));
        folder.Write(BackupMark.Name, "last-backup/1\ntaken yesterday\nlog-size 12\n");
        Assert.Null(BackupMark.Read(folder.Path));
    }

    [Theory]
    [InlineData("doctor", "--backup-days", "0")]
    [InlineData("doctor", "--backup-days")]
    [InlineData("backup")]
    [InlineData("backup", "--json")]
    [InlineData("restore", "file", "--gone")]
    public void CommandLine_ThatIsNotRight_IsRefused(params string[] line) => Assert.Null(VerbLine.Parse(line));

    [Fact]
    public void CommandLine_OfEachVerb_IsRead()
    {
        Assert.False(VerbLine.IsVerb(["--Silo:DataFolder", "doctor"]));
        Assert.True(VerbLine.IsVerb(["doctor"]));
        VerbLine line = VerbLine.Parse(["restore", "/b/one", "--gone", "/b/gone", "--Silo:DataFolder", "/d"])!;
        Assert.Equal(("/b/one", "/b/gone"), (line.File, line.Gone));
        Assert.Equal(["--Silo:DataFolder", "/d"], line.Settings);
        VerbLine doctor = VerbLine.Parse(["doctor", "--json", "--backup-days", "9", "--swap-is-encrypted"])!;
        Assert.Equal((true, 9, true), (doctor.Json, doctor.BackupDays, doctor.SwapIsEncrypted));
    }

    private static DoctorFacts Broken(string how, string check) => (check, how) switch
    {
        ("settings", _) => Sound with { SettingFaults = ["`Silo:Origin` is not right"] },
        (_, "unreachable") => Sound with { Silo = null },
        (_, "stopped") => OfState(State with { Faults = ["store-stopped"] }),
        (_, "warning") => OfState(State with { Warnings = ["key memory is not locked"] }),
        (_, "sealed") => OfVault(Vault with { State = "sealed" }),
        (_, "uninitialised") => OfVault(Vault with { State = "uninitialised" }),
        (_, "no epoch") => OfVault(Vault with { InstalledEpoch = "" }),
        (_, "layout") => Sound with { Store = new StoreFacts("the store has layout 5", "", 0, null) },
        (_, "log") => Sound with { Store = Sound.Store! with { LogFault = "RootMismatch" } },
        (_, "shorter") => Sound with { LastBackup = Sound.LastBackup! with { LogSize = 10 } },
        (_, "empty") => Sound with { Store = Sound.Store! with { Entries = 0 } },
        (_, "none") => OfPublication(Publication with { Quorum = "none", Witnesses = [] }),
        (_, "ahead") => OfPublication(Publication with { Witnesses = [Witness with { State = "ahead" }] }),
        (_, "waiting") => OfPublication(Publication with { WaitingSince = Now.AddMinutes(-11), Witnesses = [Witness with { State = "silent" }] }),
        (_, "behind") => Sound with { Store = Sound.Store! with { LastCosignature = Now.AddMinutes(2) } },
        (_, "set back") => Sound with { LastBackup = new BackupMark(Now.AddMinutes(2), 9) },
        (_, "not kept") => Sound with { ClockIsKept = false },
        (_, "full") => Sound with { FreeBytes = 255L << 20 },
        (_, "gone") => Sound with { FreeBytes = null },
        (_, "never") => Sound with { LastBackup = null },
        (_, "old") => Sound with { LastBackup = new BackupMark(Now.AddDays(-3), 9) },
        (_, "foreign") => Sound with { Files = [new ExpectedFile("broker.db", new FileFacts(0, OwnerAlone), OwnerAlone)] },
        (_, "open") => Sound with { Files = [new ExpectedFile("broker.db", new FileFacts(7, OwnerAlone | UnixFileMode.GroupRead), OwnerAlone)] },
        (_, "low") => Sound with { LockedMemory = (64 << 20) - 1 },
        ("core-dumps", _) => Sound with { CoreFiles = 1 },
        ("swap", _) => Sound with { Swaps = ["/dev/sda2"] },
        _ => throw new ArgumentException("no such failure", nameof(how)),
    };

    private static DoctorFacts OfState(SiloState state) => Sound with { Silo = Sound.Silo! with { State = state } };

    private static DoctorFacts OfVault(VaultState vault) => Sound with { Silo = Sound.Silo! with { Vault = vault } };

    private static DoctorFacts OfPublication(PublicationState publication) => Sound with { Silo = Sound.Silo! with { Publication = publication } };
}
