using Npgsql;

namespace Bench.Afternoon;

/// <summary>The tables, made anew: members, records behind row-level security, an audit table.</summary>
internal static class Tables
{
    /// <summary>What the bench sends as the key of its one organisation.</summary>
    private const string Member = "Bearer bench";

    private const string Text = """
        CREATE EXTENSION IF NOT EXISTS pgcrypto;
        DROP TABLE IF EXISTS audit, records, members, keys;
        CREATE TABLE members (organisation text PRIMARY KEY);
        CREATE TABLE keys (id int PRIMARY KEY, recipient bytea NOT NULL);
        CREATE TABLE records (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, organisation text NOT NULL, sealed bytea NOT NULL);
        CREATE TABLE audit (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz NOT NULL DEFAULT now(), organisation text NOT NULL,
            action text NOT NULL, record bigint NOT NULL);
        CREATE INDEX ON records (organisation);
        ALTER TABLE records ENABLE ROW LEVEL SECURITY;
        CREATE POLICY own ON records USING (organisation = current_setting('app.organisation')) WITH CHECK (organisation = current_setting('app.organisation'));
        DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'plain') THEN CREATE ROLE plain LOGIN; END IF; END $$;
        GRANT SELECT, INSERT ON members, keys, records, audit TO plain;
        """;

    internal static void Make(string connectionString)
    {
        using NpgsqlDataSource source = NpgsqlDataSource.Create(connectionString);
        using (NpgsqlCommand make = source.CreateCommand(Text))
        {
            make.ExecuteNonQuery();
        }

        using Stream stream = typeof(Tables).Assembly.GetManifestResourceStream("recipient.asc")!;
        using var reader = new StreamReader(stream);
        using NpgsqlCommand fill = source.CreateCommand(
            "WITH member AS (INSERT INTO members VALUES (encode(sha256(convert_to($2, 'UTF8')), 'hex'))) INSERT INTO keys VALUES (1, dearmor($1))");
        fill.Parameters.AddWithValue(reader.ReadToEnd());
        fill.Parameters.AddWithValue(Member);
        fill.ExecuteNonQuery();
    }
}
