using System.Globalization;
using Broker.Faults.Crash;
using Broker.Faults.Duplicates;
using Broker.Faults.Errors;
using Broker.Faults.Power;
using Broker.Faults.Room;
using Broker.Faults.Scene;

// What is done to a real silo here, one verb each; every verb prints one line of what came of it (power: one more for each control) and exits with 1 when
// something was lost, with 2 when it could not be tried.
string verb = args.Length > 0 ? args[0] : "";
string folder = Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "faults", verb.Length > 0 ? verb : "none");
folder = Path.GetFullPath(folder);
int amount = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 0;

switch (verb)
{
    case "crash":
        (string store, string killed) = (args.ElementAtOrDefault(2) ?? "sqlite", args.ElementAtOrDefault(3) ?? "silo");
        if (store is not ("sqlite" or "postgres") || killed is not ("silo" or "postgres") || (store == "sqlite" && killed == "postgres"))
        {
            await Console.Error.WriteLineAsync("STORE is sqlite or postgres, KILL is silo or, with that store, postgres");
            return 2;
        }

        using (DatabaseServer? server = store == "postgres" ? DatabaseServer.TryStart() : null)
        {
            if (store == "postgres" && server is null)
            {
                await Console.Error.WriteLineAsync("crash postgres: not checked, PostgreSQL is not installed (Debian's `postgresql`)");
                return 2;
            }

            CrashResult crash = await CrashRun.RunAsync(folder, amount > 0 ? amount : 200, Console.Error.WriteLine, server, killed == "postgres");
            Console.WriteLine(crash.Line(store, killed));
            return crash is { IsSound: true, IsFast: true } ? 0 : 1;
        }

    case "duplicates":
        DuplicateResult duplicates = await DuplicateRun.RunAsync(folder, amount > 0 ? amount : 500, 64);
        Console.WriteLine(duplicates.Line);
        return duplicates.IsRight ? 0 : 1;
    case "power":
        PowerRecording recording = await PowerRecording.MakeAsync(folder, 400);
        Console.WriteLine($"recorded {recording.Events.Count} steps, {recording.Receipts.Count} receipts, {recording.DatabaseWrites} writes of the database itself");
        bool isRight = recording.DatabaseWrites > 0; // without a checkpoint among them the cuts would show little
        foreach (SyncRule rule in Enum.GetValues<SyncRule>())
        {
            PowerResult power = await PowerReplay.RunAsync(recording, rule, rule == SyncRule.AsRecorded ? (amount > 0 ? amount : 1000) : 100, folder);
            Console.WriteLine(power.Line(rule));
            isRight &= rule == SyncRule.AsRecorded ? power.IsSound : power.Lost > 0;
        }

        return isRight ? 0 : 1;
    case "errors":
        ErrorResult errors = await ErrorRun.RunAsync(folder, Injection.UpTo(amount > 0 ? amount : 100), Console.Error.WriteLine);
        Console.WriteLine(errors.Line);
        return errors.IsSound ? 0 : 1;
    case "room":
        RoomResult? room = await RoomRun.RunAsync(folder);
        Console.WriteLine(room?.Line ?? "full disk: not checked, no file system may be mounted here");
        return room is null ? 2 : room.IsSound ? 0 : 1;
    default:
        await Console.Error.WriteLineAsync("usage: Broker.Faults crash [rounds [sqlite|postgres [silo|postgres]]] | duplicates [keys] | power [images] | errors [calls] | room");
        return 2;
}
