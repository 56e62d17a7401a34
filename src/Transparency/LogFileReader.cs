namespace Broker.Transparency;

/// <summary>Reads one file of a tiled log by its C2SP path (<c>checkpoint</c>, <c>tile/0/000</c>, <c>tile/entries/000.p/7</c>).</summary>
/// <param name="path">Made by <see cref="TilePath"/>, so it holds no character but <c>a-z 0-9 . /</c> and no <c>..</c>.</param>
/// <returns>The whole content, or null when there is no such file (or it is larger than <see cref="EntryBundle.MaxBundleLength"/>).</returns>
public delegate byte[]? LogFileReader(string path);
