using System.Globalization;

namespace Broker.Faults.Errors;

/// <summary>One call of the silo on its store that is made to fail.</summary>
/// <param name="IsSync">A sync; else a write.</param>
/// <param name="Error"><c>EIO</c> or <c>ENOSPC</c>.</param>
/// <param name="Number">The how-many-eth of each thread, from 1.</param>
internal sealed record Injection(bool IsSync, string Error, int Number)
{
    public const string InputOutput = "EIO";
    public const string NoSpace = "ENOSPC";

    private const string Syncs = "fsync,fdatasync";
    private const string Writes = "pwrite64";

    /// <summary>A write that the file system has no room for is undone whole, so writing goes on; anything else that fails ends it until a restart.</summary>
    public bool EndsWriting => IsSync || Error == InputOutput;

    /// <summary>Both kinds of calls and errors, for each number up to this one.</summary>
    public static IEnumerable<Injection> UpTo(int last) =>
        from number in Enumerable.Range(1, last)
        from isSync in new[] { true, false }
        from error in new[] { InputOutput, NoSpace }
        select new Injection(isSync, error, number);

    /// <summary>strace's arguments before the program.</summary>
    public string[] Command(string outputFile, string dataFolder) =>
    [
        "strace", "-f", "--seccomp-bpf", "-ttt", "-y", "-e", "signal=none", "-e", $"trace={Syncs},{Writes}", "-e",
        string.Create(CultureInfo.InvariantCulture, $"inject={(IsSync ? Syncs : Writes)}:error={Error}:when={Number}"),
        .. new[] { "", "/broker.db", "/broker.db-wal", "/broker.db-journal" }.SelectMany(name => new[] { "-P", dataFolder + name }), "-o", outputFile,
    ];
}
