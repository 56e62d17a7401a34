namespace Engine.Parity;

/// <summary>The wording of outcomes.</summary>
internal static class Outcome
{
    public const string Never = "never";

    /// <summary>The answer, or the type of the exception that the caller got.</summary>
    public static async Task<string> Of(Func<Task<string>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception failure)
        {
            return NameOf(failure);
        }
    }

    public static Task<string> Of(Func<Task> call) => Of(async () =>
    {
        await call();
        return "answers";
    });

    public static string Of<T>(T actual, T wanted, string yes, string no) => EqualityComparer<T>.Default.Equals(actual, wanted) ? yes : no;

    public static string YesNo(bool value) => value ? "yes" : "no";

    // Which of the two cancellation exceptions it is depends on the place where it was seen.
    private static string NameOf(Exception failure) => failure is OperationCanceledException ? nameof(OperationCanceledException) : failure.GetType().Name;
}
