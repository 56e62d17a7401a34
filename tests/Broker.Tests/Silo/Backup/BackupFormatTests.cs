using System.Security.Cryptography;
using System.Text;
using Broker.Silo.Backup;
using Broker.Silo.Storage;
using Microsoft.Data.Sqlite;

namespace Broker.Tests.Silo.Backup;

/// <summary>Files that are not restored, and why.</summary>
public sealed class BackupFormatTests(BackupFormatTests.Sound sound) : IClassFixture<BackupFormatTests.Sound>
{
    [Fact]
    public void Backup_AsItWasWritten_IsRead()
    {
        using BackupFile backup = BackupFile.Open(sound.Write(sound.Bytes));
        Assert.Equal(BackupTables.All.Select(table => table.Name), backup.Manifest.Parts.Select(part => part.Name));
    }

    [Fact]
    public void Backup_CutAnywhere_IsTruncated()
    {
        foreach (int length in (int[])[BackupManifest.Size - 1, BackupManifest.Size, BackupManifest.Size + 1, sound.Bytes.Length / 2, sound.Bytes.Length - 1])
        {
            Assert.Equal("truncated", Fault(sound.Bytes[..length]));
        }

        Assert.Equal("not-a-backup", Fault([]));
        Assert.Equal("not-a-backup", Fault("broker-observation/1\n"u8.ToArray()));
    }

    [Fact]
    public void Backup_WithAByteFlippedInAnyPart_IsRefused()
    {
        int at = BackupManifest.Size;
        int tried = 0;
        foreach ((_, int length) in sound.Parts)
        {
            foreach (int flipped in length == 0 ? [] : (int[])[at, at + (length / 2), at + length - 1])
            {
                byte[] changed = [.. sound.Bytes];
                changed[flipped] ^= 0x20;
                Assert.Equal("part-hash", Fault(changed));
                tried++;
            }

            at += length;
        }

        Assert.True(tried > 40);
    }

    [Fact]
    public void Backup_WithAByteFlippedInItsManifest_IsRefused()
    {
        int end = Array.IndexOf(sound.Bytes, (byte)0);
        for (int at = 0; at < end; at += 7)
        {
            byte[] changed = [.. sound.Bytes];
            changed[at] ^= 0x01;
            Assert.NotEqual("none", Fault(changed));
        }

        byte[] padded = [.. sound.Bytes];
        padded[BackupManifest.Size - 1] = 1;
        Assert.Equal("manifest-hash", Fault(padded));
    }

    [Theory]
    [InlineData("broker-backup/1\n", "broker-backup/2\n", "version")]
    [InlineData("layout 6\n", "layout 7\n", "layout")]
    [InlineData("layout 6\n", "layout 06\n", "manifest")]
    [InlineData("layout 6\n", "", "manifest")]
    [InlineData("day 2026-01-01\n", "day 2026-02-30\n", "manifest")]
    [InlineData("origin broker.localhost\n", "origin BROKER\n", "manifest")]
    [InlineData("part accounts ", "part ../accounts ", "part-unknown")]
    [InlineData("part accounts ", "part /etc/passwd ", "part-unknown")]
    [InlineData("part accounts ", "part  accounts ", "manifest")]
    [InlineData("part accounts ", "part records ", "part-missing")]
    [InlineData("writer-epoch 0\n", "writer-epoch 9223372036854775807\n", "manifest")]
    [InlineData("writer-epoch 0\n", "writer-epoch -1\n", "manifest")]
    public void Backup_WithAnotherManifest_IsRefused(string from, string to, string fault) => Assert.Equal(fault, Fault(sound.With(text => text.Replace(from, to, StringComparison.Ordinal))));

    [Fact]
    public void Backup_WithoutAPart_IsRefused()
    {
        foreach ((string name, _) in sound.Parts)
        {
            Assert.Equal("part-missing", Fault(sound.With(text => string.Concat(Lines(text).Where(line => !line.StartsWith($"part {name} ", StringComparison.Ordinal))))));
        }

        Assert.Equal("part-unknown", Fault(sound.With(text => text + Lines(text)[^1])));
    }

    [Fact]
    public void Backup_WhosePartIsNotAsLongAsItSays_IsRefused()
    {
        Assert.Equal("truncated", Fault(sound.With(text => Sound.ChangePart(text, "accounts", length: 1))));
        Assert.Equal("trailing-bytes", Fault(sound.With(text => Sound.ChangePart(text, "accounts", length: -1))));
        Assert.Equal("trailing-bytes", Fault([.. sound.Bytes, 0]));
        Assert.Equal("manifest", Fault(sound.With(text => text.Replace("part accounts ", "part accounts 1 9223372036854775807 " + new string('0', 64) + "\npart accounts ", StringComparison.Ordinal))));
    }

    [Fact]
    public void Backup_WithOtherRowsThanItSays_IsRefused()
    {
        Assert.Equal("row", Fault(sound.With(text => Sound.ChangePart(text, "accounts", rows: 1))));
        Assert.Equal("row", Fault(sound.With(text => Sound.ChangePart(text, "accounts", rows: -1))));
        Assert.Equal("part-hash", Fault(sound.With(text => Sound.ChangePart(text, "accounts", digest: new string('0', 64)))));
    }

    [Theory]
    [InlineData(0, "row")] // the kind of its first value
    [InlineData(1, "row")] // its length
    public void Backup_WithARowThatIsNone_IsRefusedAlsoWhenItsDigestIsRight(int at, string fault) =>
        Assert.Equal(fault, Fault(sound.WithPart("accounts", bytes => bytes[at] = 0x7f)));

    [Fact]
    public void Backup_WithAnotherLog_IsRefusedAlsoWhenItsDigestIsRight()
    {
        Assert.Equal("log", Fault(sound.WithPart("log_entries", bytes => bytes[^1] ^= 1)));
        Assert.Equal("log", Fault(sound.With(text => Regex("log-size ", text, "log-size 1\n"))));
        Assert.Equal("log", Fault(sound.With(text => Regex("log-root ", text, $"log-root {new string('a', 64)}\n"))));
        Assert.Equal("log", Fault(sound.With(text => text.Replace("origin broker.localhost\n", "origin broker.example\n", StringComparison.Ordinal))));
    }

    [Fact]
    public void Restore_OfARefusedBackup_MakesNothing()
    {
        string folder = sound.At("nothing");
        Assert.Throws<BackupException>(() => BackupVerbs.Restore(BackupScene.Options(folder), sound.Write(sound.Bytes[..^1]), "", BackupScene.Now));
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void Restore_StoppedAtAnyStep_IsWholeOrNothingAndWorksAgain()
    {
        using BackupFile backup = BackupFile.Open(sound.Write(sound.Bytes));
        var plan = new RestorePlan(backup, null, BackupScene.Now);
        for (int step = 0; step < 3; step++)
        {
            string folder = sound.At($"stopped-{step}");
            int left = step;
            Assert.Throws<InvalidOperationException>(() => SqliteRestore.Run(plan, folder, () =>
            {
                if (left-- == 0)
                {
                    // As a kill leaves it: what was there at this moment.
                    File.WriteAllText(Path.Combine(folder, SqliteRestore.Unfinished), "half");
                    throw new InvalidOperationException("stopped");
                }
            }));
            Assert.False(File.Exists(Path.Combine(folder, "broker.db")));
            File.WriteAllText(Path.Combine(folder, SqliteRestore.Unfinished), "half");

            SqliteRestore.Run(plan, folder);

            Assert.Equal(["broker.db", "broker.db.lock"], Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, "broker.db")));
        }
    }

    [Fact]
    public void Restore_OfAnotherOrigin_IsRefused()
    {
        Broker.Silo.SiloOptions options = BackupScene.Options(sound.At("other"));
        options.Origin = "broker.example";
        Assert.Contains("another broker", Assert.Throws<BackupException>(() => BackupVerbs.Restore(options, sound.Write(sound.Bytes), "", BackupScene.Now)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_OfTheSqliteStore_AreThePartsOfABackup()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        using var store = new SqliteStoreConnection(connection);
        Schema.Ensure(store);

        List<string> tables = store.Rows(row => row.GetString(0), "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
        Assert.Equal(tables.Order(StringComparer.Ordinal), BackupTables.Stored.Select(table => table.Name).Order(StringComparer.Ordinal));
        foreach (BackupTable table in BackupTables.Stored)
        {
            var columns = store.Rows(
                row => (Name: row.GetString(1), Type: row.GetString(2), NotNull: row.GetInt64(3) != 0 || row.GetInt64(5) != 0, Key: row.GetInt64(5)), $"PRAGMA table_info({table.Name})");
            Assert.Equal(columns.Select(column => column.Name), table.Columns.Select(column => column.Name));
            Assert.Equal(columns.Select(column => TypeOf(column.Type)), table.Columns.Select(column => column.Kind));
            Assert.Equal(columns.Where(column => column.Key > 0).OrderBy(column => column.Key).Select(column => column.Name), table.Key);
            Assert.Equal(columns.Where(column => column.Key == 0).Select(column => !column.NotNull), table.Columns.Where(column => !table.Key.Contains(column.Name)).Select(column => column.MayBeNull));
        }
    }

    [Fact]
    public async Task GoneList_ThatIsDamaged_IsRefused()
    {
        await using BackupScene scene = await BackupScene.StartAsync();
        List<Broker.Sealing.RecordId> records = await scene.DepositAsync(2);
        await scene.WithdrawAsync(scene.Silo, records[0]);
        string backup = scene.Backup();
        BackupVerbs.Gone(BackupScene.Options(scene.Data), scene.At("gone"));
        byte[] sane = await File.ReadAllBytesAsync(scene.At("gone"));
        Assert.True(GoneList.TryParse(sane, out GoneList? list));
        Assert.Equal(records[0], Assert.Single(list!.Records).Record);
        for (int at = 0; at < sane.Length; at++)
        {
            byte[] changed = [.. sane];
            changed[at] ^= 1;
            Assert.False(GoneList.TryParse(changed, out _));
        }

        Assert.False(GoneList.TryParse(sane.AsSpan(..^1), out _));
        await File.WriteAllBytesAsync(scene.At("damaged"), sane[..^1]);
        Assert.Throws<BackupException>(() => scene.Restore(backup, gone: scene.At("damaged")));
        Assert.False(Directory.Exists(scene.At("restored")));
    }

    private static ValueKind TypeOf(string type) => type switch { "INTEGER" => ValueKind.Number, "TEXT" => ValueKind.Text, _ => ValueKind.Bytes };

    private static string Regex(string name, string text, string line) => string.Concat(Lines(text).Select(one => one.StartsWith(name, StringComparison.Ordinal) ? line : one));

    private static List<string> Lines(string text) => [.. text.TrimEnd('\n').Split('\n').Select(line => line + "\n")];

    private string Fault(byte[] bytes)
    {
        try
        {
            BackupFile.Open(sound.Write(bytes)).Dispose();
            return "none";
        }
        catch (BackupException fault)
        {
            return BackupException.NameOf(fault.Fault);
        }
    }

    /// <summary>A small backup that is sound, to be changed.</summary>
    public sealed class Sound : IAsyncLifetime, IDisposable
    {
        private readonly TemporaryFolder folder = new();

        public byte[] Bytes { get; private set; } = [];

        /// <summary>Name and length of each part.</summary>
        public IReadOnlyList<(string Name, int Length)> Parts { get; private set; } = [];

        public async Task InitializeAsync()
        {
            await using BackupScene scene = await BackupScene.StartAsync();
            await scene.DepositAsync(40);
            await scene.Silo.AdvanceAsync("2013-02-18");
            await scene.DepositAsync(4);
            string file = scene.Backup();
            Bytes = await File.ReadAllBytesAsync(file);
            using BackupFile backup = BackupFile.Open(file);
            Parts = [.. backup.Manifest.Parts.Select(part => (part.Name, (int)part.Length))];
        }

        public Task DisposeAsync() => Task.CompletedTask;

        public void Dispose() => folder.Dispose();

        public string At(string name) => folder.At(name);

        public string Write(byte[] bytes)
        {
            File.WriteAllBytes(folder.At("one.backup"), bytes);
            return folder.At("one.backup");
        }

        /// <summary>The file with another manifest, whose digest is right.</summary>
        public byte[] With(Func<string, string> change) => Sealed(change(Text(Bytes)), Bytes[BackupManifest.Size..]);

        /// <summary>The file with another part, whose digest is right.</summary>
        public byte[] WithPart(string name, Action<byte[]> change)
        {
            byte[] rest = Bytes[BackupManifest.Size..];
            int at = Parts.TakeWhile(part => part.Name != name).Sum(part => part.Length);
            int length = Parts.Single(part => part.Name == name).Length;
            byte[] part = rest[at..(at + length)];
            change(part);
            part.CopyTo(rest, at);
            return Sealed(ChangePart(Text(Bytes), name, digest: Convert.ToHexStringLower(SHA256.HashData(part))), rest);
        }

        public static string ChangePart(string text, string name, int rows = 0, int length = 0, string? digest = null) => string.Concat(Lines(text).Select(line =>
        {
            string[] words = line.TrimEnd('\n').Split(' ');
            return words[0] == "part" && words[1] == name
                ? $"part {name} {long.Parse(words[2], System.Globalization.CultureInfo.InvariantCulture) + rows} {long.Parse(words[3], System.Globalization.CultureInfo.InvariantCulture) + length} {digest ?? words[4]}\n"
                : line;
        }));

        private static string Text(byte[] bytes)
        {
            string text = Encoding.ASCII.GetString(bytes, 0, Array.IndexOf(bytes, (byte)0));
            return text[..(text.LastIndexOf("\nend ", StringComparison.Ordinal) + 1)];
        }

        private static byte[] Sealed(string text, byte[] rest)
        {
            byte[] manifest = new byte[BackupManifest.Size];
            Encoding.ASCII.GetBytes($"{text}end {Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text)))}\n", manifest);
            return [.. manifest, .. rest];
        }
    }
}
