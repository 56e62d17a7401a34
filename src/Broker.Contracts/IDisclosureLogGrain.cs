namespace Broker.Contracts;

/// <summary>The disclosure log; key <c>log/&lt;origin&gt;</c>.</summary>
[Alias("broker.disclosure-log")]
public interface IDisclosureLogGrain : IGrainWithStringKey
{
    /// <summary>
    /// A file of the log by its C2SP tlog-tiles path (<c>checkpoint</c>, <c>tile/0/000</c>, <c>tile/entries/000.p/7</c>);
    /// empty when there is none.
    /// </summary>
    [Alias("read"), ReadOnly]
    Task<LogFile> Read(string path);

    /// <summary>The last entries, newest first, for a page.</summary>
    [Alias("recent"), ReadOnly]
    Task<RecentEntries> Recent(int count);

    /// <summary>One entry, for a page, and the size of the log; no entry when none is published at this index.</summary>
    [Alias("entry"), ReadOnly]
    Task<RecentEntries> Entry(long index);

    /// <summary>For auditors (<c>facts/1</c>): what releases, deliveries and refusals commit to; never what would name a depositor.</summary>
    [Alias("facts"), ReadOnly]
    Task<FactsPage> Facts(SignedCall call);
}
