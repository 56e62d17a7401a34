using System.Globalization;

namespace Broker.Silo.Verbs;

/// <summary>A command line that asks for one of the operator's verbs in place of a running silo.</summary>
/// <param name="Verb">One of <see cref="Names"/>.</param>
/// <param name="File">The file that the verb writes or reads; empty for <c>doctor</c>.</param>
/// <param name="Gone">File with the records that are gone, for <c>restore</c>; empty for none.</param>
/// <param name="Json">Whether the answer is JSON.</param>
/// <param name="BackupDays">How many days old the last backup may be.</param>
/// <param name="SwapIsEncrypted">The operator says that the swap is encrypted under a key that is new at each start.</param>
/// <param name="Settings">The rest: settings, as a silo takes them.</param>
internal sealed record VerbLine(string Verb, string File, string Gone, bool Json, int BackupDays, bool SwapIsEncrypted, IReadOnlyList<string> Settings)
{
    public const string Backup = "backup";
    public const string Restore = "restore";
    public const string GoneRecords = "gone";
    public const string Doctor = "doctor";
    public const int DefaultBackupDays = 2;

    public const string Usage = """
        Broker.Silo backup FILE [settings]               write a backup of the store, also while a silo runs
        Broker.Silo gone FILE [settings]                 write the list of the records that were withdrawn or have expired
        Broker.Silo restore FILE [--gone FILE] [settings]  restore a backup into an empty folder or database
        Broker.Silo doctor [--json] [--backup-days N] [--swap-is-encrypted] [settings]
        """;

    private static readonly string[] Names = [Backup, Restore, GoneRecords, Doctor];

    /// <summary>Whether the command line begins with a verb.</summary>
    public static bool IsVerb(IReadOnlyList<string> args) => args.Count > 0 && Names.Contains(args[0], StringComparer.Ordinal);

    /// <summary>Null when the verb's own arguments are not right.</summary>
    public static VerbLine? Parse(IReadOnlyList<string> args)
    {
        bool takesFile = args[0] != Doctor;
        if (takesFile && (args.Count < 2 || args[1].Length == 0 || args[1].StartsWith('-')))
        {
            return null;
        }

        var line = new VerbLine(args[0], takesFile ? Path.GetFullPath(args[1]) : "", "", Json: false, DefaultBackupDays, SwapIsEncrypted: false, []);
        var rest = new Queue<string>(args.Skip(takesFile ? 2 : 1));
        var settings = new List<string>();
        while (rest.TryDequeue(out string? argument))
        {
            switch (argument)
            {
                case "--json" when line.Verb == Doctor:
                    line = line with { Json = true };
                    break;
                case "--swap-is-encrypted" when line.Verb == Doctor:
                    line = line with { SwapIsEncrypted = true };
                    break;
                case "--backup-days" when line.Verb == Doctor:
                    if (!rest.TryDequeue(out string? days) || !int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number is < 1 or > 366)
                    {
                        return null;
                    }

                    line = line with { BackupDays = number };
                    break;
                case "--gone" when line.Verb == Restore:
                    if (!rest.TryDequeue(out string? gone))
                    {
                        return null;
                    }

                    line = line with { Gone = Path.GetFullPath(gone) };
                    break;
                default:
                    settings.Add(argument);
                    break;
            }
        }

        return line with { Settings = settings };
    }
}
