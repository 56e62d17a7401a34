using System.Runtime.InteropServices;

namespace Broker.Silo.Hosting;

internal static partial class ProcessHardening
{
    [LibraryImport("libc", EntryPoint = "execve", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Execute(string program, nint arguments, nint environment);

    // Of prctl's variable arguments each is a machine word, on the 64-bit systems that .NET runs on.
    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ProcessControl(int option, nuint second, nuint third, nuint fourth, nuint fifth);

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetLimit(int resource, in Limit limit);

    /// <summary><c>struct rlimit</c>: the limit in force and the highest one that may be set.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Limit
    {
        public readonly nuint Current;
        public readonly nuint Most;
    }

    /// <summary>An array of texts as execve takes it: pointers to texts that end with a zero byte, then a null pointer.</summary>
    private sealed unsafe class NativeStrings : IDisposable
    {
        private readonly int count;

        public NativeStrings(IReadOnlyList<byte[]> texts)
        {
            count = texts.Count;
            byte** pointers = (byte**)NativeMemory.AllocZeroed((nuint)count + 1, (nuint)sizeof(byte*));
            for (int i = 0; i < count; i++)
            {
                pointers[i] = (byte*)NativeMemory.AllocZeroed((nuint)texts[i].Length + 1);
                texts[i].CopyTo(new Span<byte>(pointers[i], texts[i].Length));
            }

            Pointer = (nint)pointers;
        }

        public nint Pointer { get; }

        public void Dispose()
        {
            for (int i = 0; i < count; i++)
            {
                NativeMemory.Free(((byte**)Pointer)[i]);
            }

            NativeMemory.Free((void*)Pointer);
        }
    }
}
