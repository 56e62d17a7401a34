namespace Broker.Silo.Grains;

/// <summary>The inside of a release; key <c>release/&lt;country&gt;/&lt;period&gt;/&lt;vintage&gt;</c>.</summary>
[Alias("broker.release-publisher"), InternalGrain]
internal interface IReleasePublisher : IGrainWithStringKey
{
    /// <summary>Derives each tier from what was measured, logs the releases and keeps the briefings. Doing it again changes nothing.</summary>
    [Alias("publish")]
    Task Publish();

    /// <summary>The release of one tier as it was published; empty when there is none. The caller has decided that it may leave.</summary>
    [Alias("fetch")]
    Task<PublishedRelease> Fetch(string tier);
}
