using Broker.Gateway.Problems;
using Broker.Gateway.WebKeys;

namespace Broker.Gateway.Http;

/// <summary>
/// The one place where failures become problems: an exception by its type alone (its text can carry content and goes
/// nowhere), and an empty answer of the framework by its status.
/// </summary>
internal sealed partial class FaultTranslation(RequestDelegate next, Silo silo, ProblemWriter problems, ILogger<FaultTranslation> logger)
{
    public async Task Invoke(HttpContext context)
    {
        try
        {
            await next(context);
            if (IsBare(context.Response))
            {
                await problems.Write(context, ProblemTable.CodeOf(context.Response.StatusCode));
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller is gone; there is nobody to answer.
        }
#pragma warning disable CA1031 // the outermost frame: whatever it is, the caller gets a problem and the log a type name
        catch (Exception exception)
#pragma warning restore CA1031
        {
            await Answer(context, exception);
        }
    }

    private async Task Answer(HttpContext context, Exception exception)
    {
        var code = await CodeOf(context, exception);
        if (code == ProblemTable.Internal)
        {
            LogFailure(logger, exception.GetType().Name);
        }

        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        await problems.Write(context, code);
    }

    private async Task<string> CodeOf(HttpContext context, Exception exception)
    {
        var code = CodeOf(exception);
        return code == ProblemTable.Internal && Engine.IsGrainFault(exception) && await IsSealed(context) ? ProblemTable.Sealed : code;
    }

    // A grain that was at work when the vault was sealed fails in its own way, and of its failure only a type's name may be
    // known here. Whether that was the reason is the silo's to say, once.
    private async Task<bool> IsSealed(HttpContext context)
    {
        try
        {
            return (await silo.Status(context.RequestAborted)).Vault != Silo.Unsealed;
        }
#pragma warning disable CA1031 // what failed first is what the caller hears of; why the silo can't be asked adds nothing to it
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    private static string CodeOf(Exception exception) => exception switch
    {
        WebKeysSealedException => ProblemTable.Sealed,
        Contracts.StoreBusyException => ProblemTable.Busy,
        Contracts.StorageFullException => ProblemTable.StorageFull,
        Contracts.StoreAwayException => ProblemTable.Unavailable,
        BadHttpRequestException bad => ProblemTable.CodeOf(bad.StatusCode),
        _ when Engine.IsBusy(exception) => ProblemTable.Busy,
        _ when Engine.IsUnavailable(exception) => ProblemTable.Unavailable,
        _ => ProblemTable.Internal,
    };

    private static bool IsBare(HttpResponse response) =>
        !response.HasStarted && response.StatusCode >= StatusCodes.Status400BadRequest && response.ContentType is null;
}
