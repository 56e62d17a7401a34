using Broker.Transparency;

namespace Broker.Tests.Witnessing;

/// <summary>Everything that a witness ever cosigned, in order, held against two histories that part: a slow check of what it promises.</summary>
internal sealed class CosignedHistory(WitnessScene scene)
{
    private readonly List<TreeHead> heads = [];

    public int Count => heads.Count;

    public int Largest => heads.Count == 0 ? 0 : (int)heads[^1].Size;

    /// <summary>Adds what a witness cosigned or serves as cosigned: nothing smaller than before, and all on one history.</summary>
    public void Add(TreeHead head)
    {
        if (heads.Count > 0)
        {
            Assert.True(head.Size >= heads[^1].Size, "the witness went back");
        }

        heads.Add(head);
        Assert.True(IsOf(scene.Honest) || IsOf(scene.Forked), "the witness cosigned two histories");
    }

    private bool IsOf(WitnessHistory history) => heads.TrueForAll(head => history.Head((int)head.Size) == head);
}
