namespace Broker.Briefings;

/// <summary>A place of a gazetteer.</summary>
/// <param name="Code">Its P-code.</param>
/// <param name="Name">Its name: in French where the file has one.</param>
/// <param name="Parent">P-code of the area that holds it; the country's code at level 1.</param>
/// <param name="Level">Administrative level, 1 or 2.</param>
public sealed record GazetteerPlace(string Code, string Name, string Parent, int Level);
