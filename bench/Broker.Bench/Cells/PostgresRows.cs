using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using Broker.Bench.Harness;
using Broker.DisclosureControl;

namespace Broker.Bench.Cells;

/// <summary>What a user would pick instead, over the same records: PostgreSQL, counting separate sources by area and kind.</summary>
/// <remarks>It answers an easier question: a source counts in each cell that it reports from, no organisation is capped, nothing is noised.</remarks>
internal static class PostgresRows
{
    private const string Query = "SELECT area, kind, count(DISTINCT source) FROM reports GROUP BY area, kind";
    private const int Times = 3;
    private const int LongestLine = 128;

    internal static IEnumerable<LargeRow> All(InventedRecords records)
    {
        using PostgresCluster? server = PostgresCluster.TryStart(durable: false);
        if (server is null)
        {
            Console.WriteLine("PostgreSQL is not installed: its rows are left out (build/install-bench-tools.sh says how to get it)");
            yield break;
        }

        Console.WriteLine($"{server.Version}, the same records in a table of its own; CPU of all its processes, best of {Times} where nothing else is said");
        server.Query("CREATE TABLE reports (record uuid, source uuid, area smallint, kind smallint, organisation smallint, stratum smallint)");
        yield return Of(server, "COPY, a record", records.Count, 1, () => server.Copy("COPY reports FROM STDIN", target => Write(target, records)));
        yield return Of(server, "covering index (area, kind, source), made once", 1, 1, () =>
            server.Query("CREATE INDEX reports_cells ON reports (area, kind, source)"));
        yield return Of(server, "VACUUM ANALYZE, once", 1, 1, () => server.Query("VACUUM ANALYZE reports"));
        yield return Of(server, "GROUP BY area, kind with count(DISTINCT source)", 1, Times, () => Demand(server.Query(Query)));
        server.Query($"CREATE MATERIALIZED VIEW cells AS {Query}");
        yield return Of(server, "REFRESH of a materialised view of that", 1, Times, () => server.Query("REFRESH MATERIALIZED VIEW cells"));
    }

    private static LargeRow Of(PostgresCluster server, string operation, int operations, int times, Action work)
    {
        double cpu = double.MaxValue, wall = double.MaxValue;
        for (int i = 0; i < times; i++)
        {
            double before = server.CpuSeconds();
            long began = Stopwatch.GetTimestamp();
            work();
            wall = Math.Min(wall, Stopwatch.GetElapsedTime(began).TotalSeconds);
            cpu = Math.Min(cpu, server.CpuSeconds() - before);
        }

        return new LargeRow($"  PostgreSQL: {operation}", cpu / operations, wall / operations);
    }

    private static void Demand(string answer) => Sink.Demand(
        answer.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length <= InventedRecords.Areas * InventedRecords.Kinds && answer.Length > 0,
        "PostgreSQL's table");

    private static void Write(Stream target, InventedRecords records)
    {
        byte[] buffer = new byte[1 << 20];
        int used = 0;
        for (int i = 0; i < records.Count; i++)
        {
            Contribution one = records.Contribution(i);
            Span<byte> line = buffer.AsSpan(used);
            int at = Put(line, 0, records.Record(i).Value);
            at = Put(line, at, one.Source.Value);
            at = Put(line, at, one.Area, '\t');
            at = Put(line, at, one.Category, '\t');
            at = Put(line, at, (int)one.Organisation.Value, '\t');
            at = Put(line, at, one.Stratum, '\n');
            used += at;
            if (used > buffer.Length - LongestLine || i == records.Count - 1)
            {
                target.Write(buffer.AsSpan(0, used));
                used = 0;
            }
        }
    }

    private static int Put(Span<byte> line, int at, UInt128 value)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        Sink.Demand(Convert.TryToHexStringLower(bytes, line[at..], out int written), "writing a key");
        line[at + written] = (byte)'\t';
        return at + written + 1;
    }

    private static int Put(Span<byte> line, int at, int number, char end)
    {
        Sink.Demand(Utf8Formatter.TryFormat(number, line[at..], out int written), "writing a number");
        line[at + written] = (byte)end;
        return at + written + 1;
    }
}
