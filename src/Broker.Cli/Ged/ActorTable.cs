using Broker.Briefings;

namespace Broker.Cli;

/// <summary>Names of actors as the event dataset writes them → codes of the country's actor vocabulary.</summary>
/// <remarks>File: columns <c>name,code,role,state</c>; the state is empty for an actor that answers to none.</remarks>
internal sealed class ActorTable
{
    private static readonly Dictionary<string, ActorRole> Roles = new(StringComparer.Ordinal)
    {
        ["armed-group"] = ActorRole.ArmedGroup,
        ["state-forces"] = ActorRole.StateForces,
        ["militia"] = ActorRole.Militia,
        ["civilians"] = ActorRole.Civilians,
        ["community"] = ActorRole.Community,
    };

    private readonly Dictionary<string, Actor> actors = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Names => actors.Keys;

    public static ActorTable Load(string path)
    {
        ActorTable table = new();
        using var csv = CsvTable.Open(path, "name", "code", "role", "state");
        while (csv.Read())
        {
            if (!csv.IsWhole || !TryActor(csv, out var actor) || !table.actors.TryAdd(csv["name"], actor))
            {
                throw new CommandFailure($"`{path}`: line {csv.Line}: not an actor, or a name twice");
            }
        }

        return table;
    }

    public bool TryFind(string name, out Actor? actor) => actors.TryGetValue(name, out actor);

    private static bool TryActor(CsvTable csv, out Actor actor)
    {
        var state = csv["state"];
        var code = csv["code"];
        var known = Roles.TryGetValue(csv["role"], out var role);
        actor = new Actor(code, role, state.Length == 0 ? null : state);
        return known && csv["name"].Length > 0
            && code.Length is >= 1 and <= 40 && code.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            && (state.Length == 0 || (state.Length == 3 && state.All(char.IsAsciiLetterUpper)));
    }
}
