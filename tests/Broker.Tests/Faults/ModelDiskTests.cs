using System.Text;
using Broker.Faults.Power;

namespace Broker.Tests.Faults;

/// <summary>The model of a disk behind the power cuts: what is durable is there after every cut, what is not may be missing.</summary>
public sealed class ModelDiskTests : IDisposable
{
    private const int Cuts = 200;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void File_WhoseFolderWasNotSynced_MayBeMissing()
    {
        HashSet<string> seen = After(
            """
            1 1.0 openat(AT_FDCWD, "F/a", O_RDWR|O_CREAT, 0600) = 3<F/a>
            1 1.1 pwrite64(3<F/a>, "one", 3, 0) = 3
            1 1.2 fsync(3<F/a>) = 0
            """);

        Assert.Equal(["", "a=one"], seen.Order());
    }

    [Fact]
    public void Write_ThatWasSynced_IsThereAfterEveryCut()
    {
        HashSet<string> seen = After(
            """
            1 1.0 openat(AT_FDCWD, "F/a", O_RDWR|O_CREAT, 0600) = 3<F/a>
            1 1.1 fsync(4<F>) = 0
            1 1.2 pwrite64(3<F/a>, "one", 3, 0) = 3
            1 1.3 fdatasync(3<F/a>) = 0
            1 1.4 pwrite64(3<F/a>, "TWO", 3, 0) = 3
            """);

        Assert.Equal(["a=TWO", "a=one"], seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Write_MadeWhileASyncRan_IsNotCoveredByIt()
    {
        HashSet<string> seen = After(
            """
            1 1.0 openat(AT_FDCWD, "F/a", O_RDWR|O_CREAT, 0600) = 3<F/a>
            1 1.1 fsync(4<F>) = 0
            1 1.2 pwrite64(3<F/a>, "one", 3, 0) = 3
            1 1.3 fsync(3<F/a> <unfinished ...>
            2 1.4 pwrite64(3<F/a>, "TWO", 3, 0) = 3
            1 1.5 <... fsync resumed>) = 0
            """);

        Assert.Equal(["a=TWO", "a=one"], seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Sync_ThatFailedOrDidNotReturn_MakesNothingDurable()
    {
        HashSet<string> seen = After(
            """
            1 1.0 openat(AT_FDCWD, "F/a", O_RDWR|O_CREAT, 0600) = 3<F/a>
            1 1.1 fsync(4<F>) = 0
            1 1.2 pwrite64(3<F/a>, "one", 3, 0) = 3
            1 1.3 fsync(3<F/a>) = -1 EIO (Input/output error)
            2 1.4 fsync(3<F/a> <unfinished ...>
            """);

        Assert.Equal(["a=", "a=one"], seen.Order());
    }

    [Fact]
    public void Rename_ThatWasNotSynced_LeavesTheOldNameOrTheNewOne()
    {
        HashSet<string> seen = After(
            """
            1 1.0 openat(AT_FDCWD, "F/a", O_RDWR|O_CREAT, 0600) = 3<F/a>
            1 1.1 openat(AT_FDCWD, "F/b", O_RDWR|O_CREAT, 0600) = 5<F/b>
            1 1.2 pwrite64(5<F/b>, "two", 3, 0) = 3
            1 1.3 fsync(5<F/b>) = 0
            1 1.4 fsync(4<F>) = 0
            1 1.5 rename("F/b", "F/a") = 0
            """);

        Assert.Equal(["a= b=two", "a=two"], seen.Order());
    }

    [Theory]
    [InlineData("""1 1.0 write(3<F/a>, "one", 3) = 3""", "not modelled")]
    [InlineData("""1 1.0 pwrite64(3<F/a>, "one"..., 9, 0) = 9""", "cut off")]
    public void Recording_ThatIsNotUnderstood_IsRefused(string line, string expected)
    {
        InvalidDataException fault = Assert.Throws<InvalidDataException>(() => Read(line));

        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    private HashSet<string> After(string recording)
    {
        var disk = new ModelDisk();
        foreach (DiskEvent step in Read(recording))
        {
            disk.Take(step);
        }

        var dice = new Dice(1);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < Cuts; i++)
        {
            string image = folder.At("image");
            disk.Save(image, (PowerCut)(i % 4), dice);
            seen.Add(string.Join(' ', Directory.EnumerateFiles(image).Order(StringComparer.Ordinal).Select(file => $"{Path.GetFileName(file)}={File.ReadAllText(file)}")));
            Directory.Delete(image, recursive: true);
        }

        return seen;
    }

    // The tests write texts in clear and the folder as F; strace, asked for it, writes every text in hexadecimal.
    private static IReadOnlyList<DiskEvent> Read(string recording) => new StraceReader("F").Read(recording.ReplaceLineEndings("\n").Split('\n').Select(Hex));

    private static string Hex(string line)
    {
        var text = new StringBuilder();
        bool inside = false;
        foreach (char c in line)
        {
            bool begins = !inside && (c is '"' || (c is '<' && !line.Contains("<... ", StringComparison.Ordinal)));
            bool ends = inside && c is '"' or '>';
            if (begins || ends || !inside)
            {
                text.Append(c);
                inside = begins || (inside && !ends);
            }
            else
            {
                text.Append("\\x").Append(Convert.ToHexStringLower(Encoding.ASCII.GetBytes([c])));
            }
        }

        return text.ToString().Replace("<" + string.Concat("unfinished ...".Select(c => $"\\x{(int)c:x2}")) + ">", "<unfinished ...>", StringComparison.Ordinal);
    }
}
