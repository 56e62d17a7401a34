using Broker.Briefings;
using Broker.Silo.Storage;

namespace Broker.Silo.Grains;

/// <summary>The rows of proposed files and of activations. All of it is public, but a file that never was in force.</summary>
internal static class PolicyRevisions
{
    /// <summary>Most files of one officer that wait for signatures; with one more the officer's oldest is forgotten.</summary>
    public const int MostPending = 16;

    /// <summary>An activation as it is stored.</summary>
    /// <param name="Revision">SHA-256 of the file.</param>
    /// <param name="Replaces">The revision before it, or <c>none</c>.</param>
    /// <param name="Entry">Index of its entry in the log.</param>
    /// <param name="First">The two officers' accounts, ascending.</param>
    /// <param name="Second"><inheritdoc cref="Row" path="/param[@name='First']"/></param>
    internal sealed record Row(string Revision, string Replaces, long Entry, string First, string Second);

    /// <summary>A proposed file that no two officers have signed.</summary>
    internal sealed record Proposal(string Revision, string Author);

    /// <summary>Every activation of a country, oldest first.</summary>
    public static IReadOnlyList<Row> All(StoreConnection connection, string country) => connection.Rows(
        row => new Row(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetString(3), row.GetString(4)),
        "SELECT revision, replaces, entry, first, second FROM activations WHERE country = $1 ORDER BY entry", country);

    public static Row? InForce(StoreConnection connection, string country) => All(connection, country) is [.., var last] ? last : null;

    /// <summary>The activation of a revision that is or was in force.</summary>
    public static Row? Find(StoreConnection connection, string country, string revision) =>
        All(connection, country).FirstOrDefault(row => string.Equals(row.Revision, revision, StringComparison.Ordinal));

    public static bool IsKnown(StoreConnection connection, string country, string revision) =>
        connection.Number("SELECT 1 FROM policies WHERE country = $1 AND revision = $2", country, revision) is not null;

    /// <summary>The file, in force or not.</summary>
    public static byte[]? File(StoreConnection connection, string country, string revision) =>
        connection.Blob("SELECT yaml FROM policies WHERE country = $1 AND revision = $2", country, revision);

    /// <summary>Files that wait for signatures, in the order in which they were proposed.</summary>
    public static IReadOnlyList<Proposal> Pending(StoreConnection connection, string country) => connection.Rows(
        row => new Proposal(row.GetString(0), row.GetString(1)),
        """
        SELECT revision, author FROM policies p WHERE country = $1
        AND NOT EXISTS (SELECT 1 FROM activations a WHERE a.country = p.country AND a.revision = p.revision) ORDER BY proposed
        """,
        country);

    public static void Propose(StoreConnection connection, string country, string revision, string author, byte[] yaml)
    {
        if (IsKnown(connection, country, revision))
        {
            return;
        }

        IReadOnlyList<Proposal> own = [.. Pending(connection, country).Where(pending => string.Equals(pending.Author, author, StringComparison.Ordinal))];
        foreach (Proposal oldest in own.Take(own.Count - MostPending + 1))
        {
            connection.Execute("DELETE FROM approvals WHERE country = $1 AND revision = $2", country, oldest.Revision);
            connection.Execute("DELETE FROM policies WHERE country = $1 AND revision = $2", country, oldest.Revision);
        }

        connection.Execute(
            "INSERT INTO policies (country, revision, author, proposed, yaml) SELECT $1, $2, $3, coalesce(max(proposed), 0) + 1, $4 FROM policies",
            country, revision, author, yaml);
    }

    public static void Activate(StoreConnection connection, long entry, PolicyRevisionEntry logged) => connection.Execute(
        "INSERT INTO activations (country, entry, revision, replaces, first, second) VALUES ($1, $2, $3, $4, $5, $6)",
        logged.Terms.Country, entry, logged.Terms.Revision.ToString(), logged.Terms.ReplacesText, logged.First.Account.ToString(), logged.Second.Account.ToString());
}
