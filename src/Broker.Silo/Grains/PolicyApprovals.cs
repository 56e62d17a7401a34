using System.Text;
using Broker.Briefings;
using Broker.Silo.Storage;

namespace Broker.Silo.Grains;

/// <summary>The rows of officers' signed notes: of each officer the last one for a revision.</summary>
/// <remarks>A note that replaces another revision than the one in force is void: it is never read, whatever row it stands in.</remarks>
internal static class PolicyApprovals
{
    /// <summary>A note as it is stored.</summary>
    internal sealed record Row(string Officer, string Name, string Note);

    /// <summary>Notes for exactly these terms, by officer; nothing about them is verified.</summary>
    public static IReadOnlyList<Row> Of(StoreConnection connection, PolicyActivationTerms terms) =>
        Of(connection, terms.Country, terms.Revision.ToString(), terms.ReplacesText);

    /// <inheritdoc cref="Of(StoreConnection, PolicyActivationTerms)"/>
    public static IReadOnlyList<Row> Of(StoreConnection connection, string country, string revision, string replaces) => connection.Rows(
        row => new Row(row.GetString(0), row.GetString(1), row.GetString(2)),
        "SELECT officer, name, note FROM approvals WHERE country = $1 AND revision = $2 AND replaces = $3 ORDER BY officer", country, revision, replaces);

    public static void Keep(StoreConnection connection, PolicyActivationTerms terms, Account officer, byte[] note) => connection.Execute(
        """
        INSERT INTO approvals (country, revision, replaces, officer, name, note) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (country, revision, officer) DO UPDATE SET replaces = excluded.replaces, name = excluded.name, note = excluded.note
        """,
        terms.Country, terms.Revision.ToString(), terms.ReplacesText, officer.Id.ToString(), officer.Name, Encoding.UTF8.GetString(note));
}
