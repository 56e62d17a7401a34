using Broker.Sealing;
using Broker.Silo.Deposits;
using Broker.Silo.Releases;
using Broker.Silo.Storage;

namespace Broker.Tests.Silo;

/// <summary>What a silo of layout 5 left behind when it ended between a deposit and its country: a contribution that waits in the outbox.</summary>
internal static class LeftInOutbox
{
    /// <summary>Moves the record's contribution there, as that silo would have written it.</summary>
    public static async Task PutAsync(SiloHost silo, RecordId record, string country = "CAF") => await silo.Store.WriteAsync(connection =>
    {
        StoredContribution contribution = silo.Service<MeasurementStore>().FindContribution(connection, record)!.Value.Contribution!;
        silo.Service<MeasurementStore>().RemoveContribution(connection, record);
        (byte[] tag, byte[] row) = (silo.Vault.Tag("outbox-country", country), silo.Vault.Tag("outbox-record", record.ToString()));
        long id = (connection.Number("SELECT max(id) FROM outbox") ?? 0) + 1;
        connection.Execute(
            "INSERT INTO outbox (id, country, row, sealed) VALUES ($1, $2, $3, $4)",
            id, tag, row, silo.Vault.SealPaddedAtRest(SealedColumns.Outbox.Place(id, tag, row), contribution.Encode()));
    });
}
