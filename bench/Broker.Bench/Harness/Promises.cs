namespace Broker.Bench.Harness;

/// <summary>Counts what is promised, and says what is not kept.</summary>
internal sealed class Promises
{
    internal int Made { get; private set; }

    internal int Short { get; private set; }

    internal (int Promised, int ShortOf) Tally => (Made, Short);

    /// <summary>Takes one promise down, and prints it when it is not kept.</summary>
    internal void Demand(bool kept, string promise)
    {
        Made++;
        if (!kept)
        {
            Short++;
            Console.WriteLine($"  short of what is promised: {promise}");
        }
    }
}
