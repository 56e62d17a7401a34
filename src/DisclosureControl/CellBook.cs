using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Broker.DisclosureControl;

/// <summary>Exact counts of one open period, kept up record by record; as secret as the records.</summary>
/// <remarks>
/// References: docs/specs/disclosure-control.md ("Cells"). What it counts is a function of the set of its records and of
/// which sources rest: no order of deposits and withdrawals shows. Not safe for several threads at once.
/// </remarks>
public sealed class CellBook : IDisposable
{
    private readonly Dictionary<SourceKey, Own> sources = [];
    private readonly LeafTie tie;

    /// <summary>An empty book.</summary>
    /// <param name="shape">What it counts in.</param>
    /// <param name="leafKey">The 32 secret bytes of <see cref="Measure.Run(MeasurementPlan, ReadOnlySpan{Contribution}, Func{SourceKey, bool}, ReadOnlySpan{byte}, RandomFill, Action{SourceKey, int}?)"/>.</param>
    /// <exception cref="ArgumentException">The shape breaks a limit, or the key has another size.</exception>
    public CellBook(CellShape shape, ReadOnlySpan<byte> leafKey)
    {
        if (shape.Fault() is { } fault)
        {
            throw new ArgumentException(fault);
        }

        if (leafKey.Length != Measure.LeafKeySize)
        {
            throw new ArgumentException("the leaf key is not 32 bytes");
        }

        Shape = shape;
        tie = new LeafTie(shape, leafKey);
    }

    /// <summary>What it counts in.</summary>
    public CellShape Shape { get; }

    /// <summary>Whether it holds no record.</summary>
    public bool IsEmpty => sources.Count == 0;

    /// <summary>Adds a record; false where its source has that record already, and then nothing changes.</summary>
    /// <exception cref="ArgumentException">The contribution is outside the shape.</exception>
    public bool Deposit(in Contribution contribution, RecordKey record)
    {
        if (contribution.Area < 0 || contribution.Area >= Shape.Areas.Count
            || contribution.Category < 0 || contribution.Category >= Shape.Categories.Count
            || contribution.Stratum < 0 || contribution.Stratum >= Shape.Strata)
        {
            throw new ArgumentException("a contribution is outside the plan");
        }

        ref var own = ref CollectionsMarshal.GetValueRefOrAddDefault(sources, contribution.Source, out _);
        own ??= new Own();
        return own.Records.TryAdd(record, contribution);
    }

    /// <summary>Takes a record away, as if it had never been deposited; false where the source has none such.</summary>
    public bool Withdraw(SourceKey source, RecordKey record)
    {
        if (!sources.TryGetValue(source, out var own) || !own.Records.Remove(record))
        {
            return false;
        }

        if (own.Records.Count == 0)
        {
            sources.Remove(source);
        }

        return true;
    }

    /// <summary>Whether it holds a record of the source: so that a ledger is asked once a source.</summary>
    public bool Knows(SourceKey source) => sources.ContainsKey(source);

    /// <summary>Says whether a source rests. A resting source counts nowhere; its records stay. The word ends with its last record.</summary>
    /// <exception cref="ArgumentException">The book does not know the source.</exception>
    public void Rest(SourceKey source, bool resting)
    {
        if (!sources.TryGetValue(source, out var own))
        {
            throw new ArgumentException("the book does not know the source");
        }

        own.Resting = resting;
    }

    /// <summary>Asks of every source, once, whether the ledger can bear the cost; those that it cannot rest.</summary>
    public void Reassess(Func<SourceKey, bool> mayCharge)
    {
        foreach (var source in sources.Keys.ToArray())
        {
            Rest(source, !mayCharge(source));
        }
    }

    /// <summary>The stratum where a source counts, for depositors' own ledgers only; false where it is unknown or rests.</summary>
    public bool TryPlace(SourceKey source, out int stratum)
    {
        stratum = -1;
        if (!sources.TryGetValue(source, out var own) || own.Resting)
        {
            return false;
        }

        stratum = Choose(own).Stratum;
        return true;
    }

    /// <summary>The sources that count, ascending: those to charge.</summary>
    public SourceKey[] Charged() => [.. sources.Where(pair => !pair.Value.Resting).Select(pair => pair.Key).Order()];

    /// <summary>Whether two books hold the same records, sources, resting sources and counts. It says nothing else.</summary>
    public bool HoldsTheSame(CellBook other) => Shape.Equals(other.Shape) && Encode().AsSpan().SequenceEqual(other.Encode());

    /// <summary>The versioned bytes, the same for the same contents; their layout is in the specification. The caller seals them.</summary>
    public byte[] Encode()
    {
        var bytes = new List<byte>();
        foreach (var (source, own) in sources.OrderBy(pair => pair.Key))
        {
            Append(bytes, source.Value);
            bytes.Add(own.Resting ? (byte)1 : (byte)0);
            Append(bytes, (UInt128)own.Records.Count);
            foreach (var (record, one) in own.Records.OrderBy(pair => pair.Key))
            {
                Append(bytes, record.Value);
                Append(bytes, ((UInt128)one.Organisation.Value << 64) | ((UInt128)one.Area << 32) | ((UInt128)one.Category << 16) | (UInt128)one.Stratum);
            }
        }

        return [.. Shape.Digest(), .. bytes];
    }

    /// <summary>Reads exactly what <see cref="Encode"/> wrote for the same shape.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, CellShape shape, ReadOnlySpan<byte> leafKey, out CellBook? book)
    {
        book = null;
        if (bytes.Length < 32 || !bytes[..32].SequenceEqual(shape.Digest()))
        {
            return false;
        }

        var read = new CellBook(shape, leafKey);
        for (bytes = bytes[32..]; bytes.Length >= 33;)
        {
            var source = new SourceKey(BinaryPrimitives.ReadUInt128BigEndian(bytes));
            var resting = bytes[16] == 1;
            var count = (int)BinaryPrimitives.ReadUInt128BigEndian(bytes[17..]);
            for (bytes = bytes[33..]; count > 0; count--, bytes = bytes[32..])
            {
                var place = BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]);
                var organisation = new OrganisationKey((ulong)(place >> 64));
                read.Deposit(
                    new Contribution(source, organisation, (int)((place >> 32) & 0xFFFF), (int)((place >> 16) & 0xFFFF), (int)(place & 0xFFFF)),
                    new RecordKey(BinaryPrimitives.ReadUInt128BigEndian(bytes)));
            }

            read.Rest(source, resting);
        }

        book = read;
        return true;
    }

    /// <summary>Overwrites everything that it held.</summary>
    public void Dispose()
    {
        sources.Clear();
        tie.Forget();
    }

    /// <summary>The kind of thing it is and nothing of what it holds.</summary>
    public override string ToString() => "cells of an open period";

    internal long[][] Counts(MeasurementPlan plan)
    {
        if (!Shape.Equals(CellShape.Of(plan)))
        {
            throw new ArgumentException("the plan has another shape than the book");
        }

        var places = sources.Values.Where(own => !own.Resting).Select(Choose).ToList();
        return TrueCounts.Of(plan, CollectionsMarshal.AsSpan(places));
    }

    private static void Append(List<byte> bytes, UInt128 value)
    {
        Span<byte> buffer = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(buffer, value);
        bytes.AddRange(buffer);
    }

    private SourcePlace Choose(Own own)
    {
        var all = own.Records.Values.ToArray();
        Array.Sort(all, (left, right) => (left.Category, left.Area, left.Stratum, left.Organisation)
            .CompareTo((right.Category, right.Area, right.Stratum, right.Organisation)));
        return LeafChoice.Choose(all, tie);
    }

    private sealed class Own
    {
        internal Dictionary<RecordKey, Contribution> Records { get; } = [];

        internal bool Resting { get; set; }
    }
}
