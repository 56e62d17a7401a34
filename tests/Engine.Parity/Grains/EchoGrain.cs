namespace Engine.Parity.Grains;

[GrainType("parity.echo")]
internal sealed class EchoGrain : Grain, IEchoGrain, INamedGrain
{
    private string _lastKeyAsked = "nobody";

    public Task<Parcel> ParcelAsync(Parcel parcel) => Task.FromResult(parcel);

    public Task<Figure> FigureAsync(Figure figure) => Task.FromResult(figure);

    public Task<byte[]?> BytesAsync(byte[]? bytes) => Task.FromResult(bytes);

    public Task<string?> TextAsync(string? text) => Task.FromResult(text);

    public Task<string> KeyAsync()
    {
        _lastKeyAsked = "somebody";
        return Task.FromResult(this.GetPrimaryKeyString());
    }

    public Task<string> NameAsync() => Task.FromResult(_lastKeyAsked);
}
