using Orleans;

namespace Broker.Tests.Silo.Stores;

[Alias("test.tally")]
internal interface ITallyGrain : IGrainWithStringKey
{
    Task<long> Add(long number);

    Task Clear();
}
