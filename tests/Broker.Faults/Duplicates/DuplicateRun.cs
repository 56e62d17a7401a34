using Broker.Faults.Load;
using Broker.Faults.Scene;

namespace Broker.Faults.Duplicates;

/// <summary>Sends each deposit many times at once through a real gateway and silo.</summary>
internal static class DuplicateRun
{
    private const int Depositors = 4;
    private const int Busy = 503;
    private const int TooMany = 429;
    private const int Conflict = 409;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public static async Task<DuplicateResult> RunAsync(string root, int keys, int width)
    {
        await using Installation broker = Installation.Prepare(root);
        broker.StartSilo();
        broker.StartGateway();
        await broker.SetUpAsync(Depositors);
        using var sender = new DepositSender(broker.Url);
        DepositMaker[] makers = [.. broker.Depositors.Select(member => new DepositMaker(broker, member))];
        var book = new AckBook();
        (int different, int unrefused) = (0, 0);
        for (int i = 0; i < keys; i++)
        {
            DepositMaker maker = makers[i % makers.Length];
            SealedDeposit deposit = maker.Next();
            different += await SendAtOnceAsync(sender, deposit, width, book);
            unrefused += (await sender.SendAsync(deposit, maker.Next().Body)).Status == Conflict ? 0 : 1;
        }

        await broker.Silo.StopAsync();
        StoreFinding found = await StoreCheck.RunAsync(broker.DataFolder, book.All);
        return new DuplicateResult(keys, width, different + book.Differing, unrefused, found.Records, found.IsSound && book.Count == keys);
    }

    private static async Task<int> SendAtOnceAsync(DepositSender sender, SealedDeposit deposit, int width, AckBook book)
    {
        DateTimeOffset sent = TimeProvider.System.GetUtcNow();
        Answer[] answers = await Task.WhenAll(Enumerable.Range(0, width).Select(_ => Task.Run(() => SettleAsync(sender, deposit))));
        foreach (Answer answer in answers)
        {
            if (DepositSender.Receipt(deposit, answer) is { } receipt)
            {
                book.Add(new Acknowledged(deposit, receipt, sent, TimeProvider.System.GetUtcNow()));
            }
        }

        return answers.Count(answer => answer.Status != 200 || !answer.Body.AsSpan().SequenceEqual(answers[0].Body));
    }

    // A broker that has too much to do says so and takes the same bytes later.
    private static async Task<Answer> SettleAsync(DepositSender sender, SealedDeposit deposit)
    {
        Answer answer = await sender.SendAsync(deposit);
        while (answer.Status is Busy or TooMany)
        {
            await Task.Delay(Pause);
            answer = await sender.SendAsync(deposit);
        }

        return answer;
    }
}
