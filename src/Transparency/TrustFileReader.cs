using System.Globalization;
using System.Text;

namespace Broker.Transparency;

/// <summary>Reads the lines of a policy file (C2SP tlog-policy) and, of a trust file, its keys.</summary>
internal sealed class TrustFileReader(bool keys)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly char[] Whitespace = [' ', '\t'];

    private readonly List<Witness> witnesses = [];
    private readonly List<WitnessGroup> groups = [];
    private readonly HashSet<string> defined = new(StringComparer.Ordinal);
    private readonly HashSet<string> members = new(StringComparer.Ordinal);
    private string? quorum;

    internal VerifierKey? Log { get; private set; }

    internal VerifierKey? Identity { get; private set; }

    internal WitnessPolicy Policy => new(witnesses, groups, quorum ?? WitnessPolicy.NoQuorum);

    internal TrustFileFault Read(ReadOnlySpan<byte> file, int limit)
    {
        if (file.Length > limit || Decode(file) is not { } text || !text.EndsWith('\n'))
        {
            return TrustFileFault.NotText;
        }

        foreach (var line in text.Split('\n')[..^1])
        {
            var fields = line.Split(Whitespace, StringSplitOptions.RemoveEmptyEntries);
            var fault = fields.Length == 0 || fields[0].StartsWith('#') ? TrustFileFault.None : ReadLine(fields[0], fields.AsSpan(1));
            if (fault != TrustFileFault.None)
            {
                return fault;
            }
        }

        return keys && Log is null ? TrustFileFault.LogMissing
            : quorum is null ? TrustFileFault.QuorumMissing
            : TrustFileFault.None;
    }

    // Tab and newline are the only control characters.
    private static string? Decode(ReadOnlySpan<byte> file)
    {
        foreach (var octet in file)
        {
            if ((octet < 0x20 && octet is not ((byte)'\n' or (byte)'\t')) || octet == 0x7f)
            {
                return null;
            }
        }

        try
        {
            return Utf8.GetString(file);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private TrustFileFault ReadLine(string word, ReadOnlySpan<string> fields) => word switch
    {
        "log" when keys => ReadLog(fields),
        "identity" when keys => ReadIdentity(fields),
        "witness" => ReadWitness(fields),
        "group" => ReadGroup(fields),
        "quorum" => ReadQuorum(fields),
        _ => TrustFileFault.UnknownLine,
    };

    // A log's URL may stand there; the tools are told by hand where the log is.
    private TrustFileFault ReadLog(ReadOnlySpan<string> fields)
    {
        if (fields.Length is not (1 or 2))
        {
            return TrustFileFault.WrongFields;
        }

        if (Log is not null)
        {
            return TrustFileFault.Duplicate;
        }

        Log = VerifierKey.TryParse(fields[0], out var key) ? key : null;
        return Log is null ? TrustFileFault.MalformedKey : TrustFileFault.None;
    }

    private TrustFileFault ReadIdentity(ReadOnlySpan<string> fields)
    {
        if (fields.Length != 1)
        {
            return TrustFileFault.WrongFields;
        }

        if (Identity is not null)
        {
            return TrustFileFault.Duplicate;
        }

        Identity = VerifierKey.TryParse(fields[0], out var key) ? key : null;
        return Identity is null ? TrustFileFault.MalformedKey : TrustFileFault.None;
    }

    private TrustFileFault ReadWitness(ReadOnlySpan<string> fields)
    {
        if (fields.Length is not (2 or 3))
        {
            return TrustFileFault.WrongFields;
        }

        if (!CosignerKey.TryParse(fields[1], out var key))
        {
            return TrustFileFault.MalformedKey;
        }

        // One key under two names would be counted twice.
        if (witnesses.Exists(witness => witness.Key.PublicKey.SequenceEqual(key.PublicKey)))
        {
            return TrustFileFault.Duplicate;
        }

        if (witnesses.Count == WitnessPolicy.MaxWitnesses)
        {
            return TrustFileFault.TooMany;
        }

        witnesses.Add(new Witness(fields[0], key, fields.Length == 3 ? fields[2] : null));
        return Define(fields[0]);
    }

    private TrustFileFault ReadGroup(ReadOnlySpan<string> fields)
    {
        if (fields.Length < 3)
        {
            return TrustFileFault.WrongFields;
        }

        var names = fields[2..].ToArray();
        if (Threshold(fields[1], names.Length) is not { } threshold)
        {
            return TrustFileFault.Threshold;
        }

        foreach (var name in names)
        {
            if (!defined.Contains(name))
            {
                return TrustFileFault.UnknownName;
            }

            // Each name in one group only, so that a witness counts in one way only.
            if (!members.Add(name))
            {
                return TrustFileFault.Duplicate;
            }
        }

        if (groups.Count == WitnessPolicy.MaxGroups)
        {
            return TrustFileFault.TooMany;
        }

        groups.Add(new WitnessGroup(fields[0], threshold, names));
        return Define(fields[0]);
    }

    private TrustFileFault ReadQuorum(ReadOnlySpan<string> fields)
    {
        if (fields.Length != 1)
        {
            return TrustFileFault.WrongFields;
        }

        if (quorum is not null)
        {
            return TrustFileFault.Duplicate;
        }

        quorum = fields[0];
        return quorum == WitnessPolicy.NoQuorum || defined.Contains(quorum) ? TrustFileFault.None : TrustFileFault.UnknownName;
    }

    private TrustFileFault Define(string name) =>
        name == WitnessPolicy.NoQuorum || !defined.Add(name) ? TrustFileFault.Duplicate : TrustFileFault.None;

    private static int? Threshold(string text, int members) => text switch
    {
        "all" => members,
        "any" => 1,
        _ => StrictText.TryParseDecimal(text, out var number) && number >= 1 && number <= members
            ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)
            : null,
    };
}
