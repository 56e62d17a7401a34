namespace Broker.Sealing;

/// <summary>One wrapped file key of an age file.</summary>
internal sealed record AgeStanza(string Type, IReadOnlyList<string> Arguments, byte[] Body);
