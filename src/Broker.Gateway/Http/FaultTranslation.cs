using Broker.Gateway.Problems;

namespace Broker.Gateway.Http;

/// <summary>
/// The one place where failures become problems: an exception by its type alone (its text can carry content and goes
/// nowhere), and an empty answer of the framework by its status.
/// </summary>
internal sealed partial class FaultTranslation(RequestDelegate next, ProblemWriter problems, ILogger<FaultTranslation> logger)
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
        var code = CodeOf(exception);
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

    private static string CodeOf(Exception exception) => exception switch
    {
        BadHttpRequestException bad => ProblemTable.CodeOf(bad.StatusCode),
        _ when Engine.IsBusy(exception) => ProblemTable.Busy,
        _ when Engine.IsUnavailable(exception) => ProblemTable.Unavailable,
        _ => ProblemTable.Internal,
    };

    private static bool IsBare(HttpResponse response) =>
        !response.HasStarted && response.StatusCode >= StatusCodes.Status400BadRequest && response.ContentType is null;
}
