namespace Broker.Silo.Doctor;

/// <summary>A file of the silo, as it is and as it may be at most.</summary>
internal sealed record ExpectedFile(string Name, FileFacts? Facts, UnixFileMode Most);
