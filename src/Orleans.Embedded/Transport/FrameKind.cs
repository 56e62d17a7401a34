namespace Orleans.Transport;

/// <summary>The kinds of frames.</summary>
internal enum FrameKind : byte
{
    Hello = 1,
    Request = 2,
    Result = 3,
    Failure = 4,
    Cancel = 5,
}
