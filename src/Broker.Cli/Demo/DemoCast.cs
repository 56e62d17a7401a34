using System.Globalization;

namespace Broker.Cli;

/// <summary>The people of the demo, each with its own folder; keys are opened for the length of a step only.</summary>
internal sealed class DemoCast
{
    private readonly CommandContext context;
    private readonly DemoFolders folders;

    public DemoCast(CommandContext context, DemoFolders folders)
    {
        (this.context, this.folders) = (context, folders);
        Operator = Make(Path.Combine(folders.People, "operator"), "operator");
    }

    public MemberFolder Operator { get; }

    public MemberFolder Officer1 { get; private set; } = null!;

    public MemberFolder Officer2 { get; private set; } = null!;

    /// <summary>Delegate of an elected member of the Security Council.</summary>
    public MemberFolder ElectedDelegate { get; private set; } = null!;

    /// <summary>Delegate of the state that the records are about.</summary>
    public MemberFolder ConflictDelegate { get; private set; } = null!;

    /// <summary>Delegate of a permanent member of the Security Council.</summary>
    public MemberFolder PermanentDelegate { get; private set; } = null!;

    public MemberFolder Auditor { get; private set; } = null!;

    /// <summary>The depositing organisations by the exact name of their office.</summary>
    public SortedDictionary<string, MemberFolder> Organisations { get; } = new(StringComparer.Ordinal);

    /// <summary>Makes everybody's keys and enrols them.</summary>
    public async Task EnrolAsync(GatewayClient client, IReadOnlyList<string> offices, Action enrolled, CancellationToken cancellation)
    {
        using var @operator = Operator.Open();
        EnrolmentDesk desk = new(client, @operator);
        async Task<MemberFolder> Add(string path, string name, string role, string? state = null, string? affiliation = null)
        {
            var folder = Make(path, name);
            folder.Accept(await desk.EnrolAsync(MemberCard.Read(folder.CardFile), role, state, affiliation, [], cancellation));
            enrolled();
            return folder;
        }

        Officer1 = await Add(Person("officer-1"), "policy officer 1", "policy-officer");
        Officer2 = await Add(Person("officer-2"), "policy officer 2", "policy-officer");
        ElectedDelegate = await Add(Person("delegate-ltu"), "delegate of LTU", "requester", "LTU", "delegate");
        ConflictDelegate = await Add(Person("delegate-caf"), "delegate of CAF", "requester", "CAF", "delegate");
        PermanentDelegate = await Add(Person("delegate-fra"), "delegate of FRA", "requester", "FRA", "delegate");
        Auditor = await Add(Person("auditor"), "auditor", "auditor");
        for (var i = 0; i < offices.Count; i++)
        {
            Organisations[offices[i]] = await Add(FolderOf(i + 1), $"organisation {NumberText(i + 1)}", EnrolmentDesk.Depositor);
        }
    }

    /// <summary>People who are enrolled besides the organisations.</summary>
    public const int Others = 6;

    private MemberFolder Make(string path, string name)
    {
        MemberFolder.Create(path, name, context.Random);
        return new MemberFolder(path);
    }

    private string Person(string name) => Path.Combine(folders.People, name);

    // Numbered and not named after their offices: the names of some offices are also values of `source_original`, and no file
    // that the demo leaves may hold one of those. The number counts offices in the order in which the file first names them.
    private string FolderOf(int number) => Path.Combine(folders.Organisations, NumberText(number));

    private static string NumberText(int number) => number.ToString("D3", CultureInfo.InvariantCulture);
}
