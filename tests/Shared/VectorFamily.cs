using System.Text.Json;
using Xunit;

namespace Broker.Vectors;

/// <summary>A family of vectors, read once, run case by case, and counted.</summary>
/// <param name="name">The folder below tests/vectors.</param>
/// <param name="read">Gives a file's cases. It throws when it can't read the file.</param>
/// <param name="beside">The name of a file that is no case; null when each file is one or holds some.</param>
internal sealed class VectorFamily(string name, Func<VectorFile, IEnumerable<VectorCase>> read, string? beside = null)
{
    /// <summary>The folder that gets a file of counts a family; artifacts/test-results when it is not set.</summary>
    public const string ResultsVariable = "BROKER_TEST_RESULTS";

    private readonly Lazy<IReadOnlyDictionary<string, VectorCase>> cases = new(() => ReadAll(name, read, beside));
    private readonly HashSet<VectorCase> ran = [];

    public TheoryData<string> Names() => [.. cases.Value.Keys];

    public IEnumerable<VectorCase> All => cases.Value.Values;

    /// <summary>How many cases the tree's own files have: a lost file must not go unseen.</summary>
    public int OwnCount => cases.Value.Keys.Count(label => !label.StartsWith("extra", StringComparison.Ordinal));

    public void Run(string caseName)
    {
        var found = cases.Value[caseName];
        ran.Add(found);
        found.Run();
    }

    /// <summary>Writes how many cases ran: build/test.sh prints it.</summary>
    public void WriteCounts()
    {
        var folder = Environment.GetEnvironmentVariable(ResultsVariable) is { Length: > 0 } set ? set : Path.Combine(VectorFolders.Root, "artifacts", "test-results");
        Directory.CreateDirectory(folder);
        File.WriteAllText(
            Path.Combine(folder, $"vectors-{name}.txt"),
            $"vectors {name}: {ran.Count} cases, {Count(VectorKind.MustFail)} must fail, {Count(VectorKind.NotOurs)} not ours\n");
    }

    private static Dictionary<string, VectorCase> ReadAll(string family, Func<VectorFile, IEnumerable<VectorCase>> read, string? beside)
    {
        var all = new Dictionary<string, VectorCase>(StringComparer.Ordinal);
        foreach (var file in CasesOf(VectorFolders.Files(family), beside))
        {
            var found = Read(file, read);
            foreach (var entry in found)
            {
                // A name that two cases of a file share would run one of them only.
                all.Add(all.ContainsKey(entry.Name) ? $"{entry.Name} again {all.Count}" : entry.Name, entry);
            }
        }

        return all;
    }

    /// <summary>The files that are cases. What stands beside none opens nothing: its folder gives no case, and that is an error.</summary>
    public static IReadOnlyList<VectorFile> CasesOf(IReadOnlyList<VectorFile> files, string? beside)
    {
        var cases = files.Where(file => Path.GetFileName(file.Path) != beside).ToList();
        var idle = files.Except(cases).FirstOrDefault(file => !cases.Exists(entry => Path.GetDirectoryName(entry.Path) == Path.GetDirectoryName(file.Path)));
        return idle is null ? cases : throw new InvalidDataException($"`{idle.Label}` stands beside no case");
    }

    private static List<VectorCase> Read(VectorFile file, Func<VectorFile, IEnumerable<VectorCase>> read)
    {
        try
        {
            var found = read(file).ToList();
            return found.Count > 0 ? found : throw new InvalidDataException($"`{file.Label}` has no case");
        }
        catch (Exception unreadable) when (unreadable is JsonException or FormatException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new InvalidDataException($"`{file.Label}` is not of a form that this family has: {unreadable.Message}", unreadable);
        }
    }

    private int Count(VectorKind kind) => ran.Count(entry => entry.Kind == kind);
}
