namespace Broker.Transparency;

/// <summary>Gives the hash of a perfect subtree: the one over the leaves <c>[index·2^height, (index+1)·2^height)</c>.</summary>
/// <param name="height">0 for a leaf hash, at most 62.</param>
/// <param name="index">Counts the subtrees of this height from the left, from 0.</param>
public delegate Hash32 HashReader(int height, long index);
