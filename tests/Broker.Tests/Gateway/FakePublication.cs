using Broker.Contracts;

namespace Broker.Tests.Gateway;

/// <summary>A log's publication whose errands and state are set; replies are kept.</summary>
internal sealed class FakePublication(FakeGrains grains) : IPublicationGrain
{
    private readonly Lock gate = new();
    private readonly List<WitnessReply> replies = [];
    private IReadOnlyList<WitnessErrand> errands = [];

    public PublicationState Log { get; set; } = new(2, 2, "none", null, []);

    /// <summary>What is to be carried, until it is set anew.</summary>
    public IReadOnlyList<WitnessErrand> ToCarry
    {
        get { lock (gate) { return errands; } }
        set { lock (gate) { errands = value; } }
    }

    /// <summary>Everything that came back, in order.</summary>
    public IReadOnlyList<WitnessReply> Replies
    {
        get { lock (gate) { return [.. replies]; } }
    }

    /// <summary>What the silo does with a reply.</summary>
    public Action<WitnessReply> OnReply { get; set; } = _ => { };

    public async Task<IReadOnlyList<WitnessErrand>> Errands()
    {
        await grains.Before();
        return ToCarry;
    }

    public async Task Answer(WitnessReply reply)
    {
        await grains.Before();
        lock (gate)
        {
            replies.Add(reply);
        }

        OnReply(reply);
    }

    public async Task<PublicationState> State()
    {
        await grains.Before();
        return Log;
    }
}
