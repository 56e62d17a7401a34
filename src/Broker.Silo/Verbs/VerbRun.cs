using Broker.Sealing;
using Broker.Silo.Backup;
using Broker.Silo.Doctor;
using Broker.Silo.Storage;
using Broker.Silo.Vault;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Broker.Silo.Verbs;

/// <summary>What an operator asks of the silo's program beside a running silo: it has the settings, the layout and its user's right to the data folder.</summary>
internal static class VerbRun
{
    private const int Done = 0;
    private const int NotDone = 1;
    private const int Misused = 2;

    /// <returns>0: done, or all is well. 1: not done, or something is wrong. 2: the command line or the settings are not right.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter error)
    {
        if (VerbLine.Parse(args) is not { } line)
        {
            await error.WriteLineAsync(VerbLine.Usage);
            return Misused;
        }

        HostApplicationBuilder builder = Host.CreateApplicationBuilder([.. line.Settings, "--hostBuilder:reloadConfigOnChange=false"]);
        SiloOptions options = builder.Configuration.GetSection(SiloOptions.SectionName).Get<SiloOptions>() ?? new SiloOptions();
        try
        {
            SodiumLibrary.EnsureAvailable();
            if (line.Verb == VerbLine.Doctor)
            {
                return await DoctorVerb.RunAsync(line, options, output) ? Done : NotDone;
            }

            CheckSettings(options, line.Verb);
            await output.WriteLineAsync(Run(line, options));
            return Done;
        }
        catch (BackupException fault)
        {
            // Its messages are ours and hold no content.
            await error.WriteLineAsync(fault.Message);
            return NotDone;
        }
        catch (Exception fault) when (fault is StoreUnavailableException or SealingUnavailableException or DamagedStoreException)
        {
            await error.WriteLineAsync(fault.Message);
            return NotDone;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or System.Data.Common.DbException)
        {
            await error.WriteLineAsync($"{line.Verb}: not done ({fault.GetType().Name}): look at the disk's room and at who owns the folders");
            return NotDone;
        }
    }

    private static string Run(VerbLine line, SiloOptions options) => line.Verb switch
    {
        VerbLine.Backup => BackupVerbs.Backup(options, line.File, TimeProvider.System.GetUtcNow()),
        VerbLine.GoneRecords => BackupVerbs.Gone(options, line.File),
        _ => BackupVerbs.Restore(options, line.File, line.Gone, TimeProvider.System.GetUtcNow()),
    };

    private static void CheckSettings(SiloOptions options, string verb)
    {
        if (options.DataFolder.Length == 0 || !Origin.TryParse(options.Origin, out _) || !PostgresStore.IsConnection(options.Postgres))
        {
            throw new BackupException($"{verb}: the settings of the silo are needed, `Silo:DataFolder`, `Silo:Origin` and, where it has one, `Silo:Postgres`; nothing was done");
        }
    }
}
