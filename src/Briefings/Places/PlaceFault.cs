namespace Broker.Briefings;

/// <summary>Where and why a file of places or shapes was refused.</summary>
/// <param name="Position">The line of a CSV file, or the feature of a GeoJSON file, from 1; 0 for the file as a whole.</param>
/// <param name="Code">A closed code: <c>size</c>, <c>header</c>, <c>fields</c>, <c>level</c>, <c>code</c>, <c>duplicate</c>, <c>name</c>, <c>parent</c>, <c>date</c>, <c>empty</c>, <c>json</c>, <c>shape</c>, <c>area</c>.</param>
public readonly record struct PlaceFault(int Position, string Code);
