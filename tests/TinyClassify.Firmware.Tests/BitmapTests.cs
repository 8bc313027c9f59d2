using System.Runtime.InteropServices;

namespace TinyClassify.Firmware.Tests;

/// <summary>Bitmap_Jpeg.cpp: bitmaps of nanoFramework.Graphics that are made of JPEGs, over a stand-in of that library.</summary>
public sealed class BitmapTests(BitmapTests.Machine machine) : IClassFixture<BitmapTests.Machine>
{
    private const int Fail = unchecked((int)0x80001234), TooLarge = unchecked((int)0x80001235), OutOfMemory =
        unchecked((int)0x80001236);
    private const uint Plenty = 100 << 20;

    [SkippableTheory]
    [InlineData("baseline_420.jpg")]
    [InlineData("progressive_444_restart.jpg")]
    [InlineData("grey.jpg")]
    [InlineData("baseline_rgb.jpg")]
    public void Bitmap_has_the_pixels_that_the_classifier_sees(string name)
    {
        var file = Golden(name);
        var (status, width, height, pixels) = machine.Make(file);
        Assert.Equal(0, status);
        var rgb = machine.Decode(file, width, height);
        for (var i = 0; i < pixels.Length; i++)
        {
            // Each colour rounded to nearest.
            var expected = Rounded(rgb[3 * i], 31) << 11 | Rounded(rgb[3 * i + 1], 63) << 5 | Rounded(rgb[3 * i + 2], 31);
            Assert.True(pixels[i] == expected, $"pixel {i % width}, {i / width}: {pixels[i]:x4}, expected {expected:x4}");
        }

        Assert.InRange(pixels.Distinct().Count(), 16, 65536);
        Assert.Equal((0, 1), (machine.Blocks(), machine.Bitmaps()));
    }

    [SkippableFact]
    public void Damaged_and_foreign_files_are_refused_and_leave_no_memory_behind()
    {
        var whole = Golden("baseline_420.jpg");
        for (var length = 0; length < whole.Length; length += 53)
        {
            Assert.Equal(Fail, machine.Make(whole[..length]).Status);
            Assert.Equal(0, machine.Blocks());
        }

        Assert.Equal(Fail, machine.Make("This is a text."u8.ToArray()).Status);
        Assert.Equal(Fail, machine.Make(Golden("arithmetic.jpg")).Status);
    }

    [SkippableFact]
    public void Without_memory_to_decode_no_bitmap_is_begun_that_nanoCLR_would_forget_when_it_calls_again()
    {
        Assert.Equal(OutOfMemory, machine.Make(Golden("baseline_420.jpg"), heap: 1000).Status);
        Assert.Equal((0, 0), (machine.Blocks(), machine.Bitmaps()));
        // More than a piece of the managed heap holds.
        Assert.Equal(OutOfMemory, machine.Make(Sized(1000, 1000, progressive: true)).Status);
        Assert.Equal((0, 0), (machine.Blocks(), machine.Bitmaps()));
    }

    [SkippableFact]
    public void Without_room_for_the_bitmap_the_memory_to_decode_is_given_back()
    {
        Assert.Equal(OutOfMemory, machine.Make(Golden("baseline_420.jpg"), graphics: 1000).Status);
        Assert.Equal((0, 0), (machine.Blocks(), machine.Bitmaps()));
    }

    [SkippableFact]
    public void Pictures_larger_than_a_bitmap_can_be_are_refused()
    {
        // Of a bitmap of more than 2 MB upstream tells no size, and CreateInstance would take room for its head alone.
        Assert.Equal(TooLarge, machine.Make(Sized(1600, 1000, progressive: false)).Status);
        Assert.Equal((0, 0), (machine.Blocks(), machine.Bitmaps()));
    }

    private static int Rounded(int value, int largest) => (value * largest * 2 + 255) / 510;

    private static byte[] Golden(string name) => File.ReadAllBytes(RepositoryRoot.Combine("native-interop/image/golden", name));

    // A golden file with other numbers in its frame header: enough for what looks at the header alone.
    private static byte[] Sized(int width, int height, bool progressive)
    {
        var file = Golden(progressive ? "progressive_420.jpg" : "baseline_420.jpg");
        var frame = file.AsSpan().IndexOf([(byte)0xFF, (byte)(progressive ? 0xC2 : 0xC0)]);
        (file[frame + 5], file[frame + 6]) = ((byte)(height >> 8), (byte)height);
        (file[frame + 7], file[frame + 8]) = ((byte)(width >> 8), (byte)width);
        return file;
    }

    /// <summary>Bitmap_Jpeg.cpp, bitmap_machine.cc and the decoders, compiled for the PC.</summary>
    public sealed class Machine : IDisposable
    {
        private readonly Scratch? _scratch;
        private readonly nint _library;

        public Machine()
        {
            if (!OperatingSystem.IsLinux() || !Tool.Exists("g++")) return;
            _scratch = new Scratch();
            var library = _scratch.File("bitmap.so");
            foreach (var header in new[] { "nanoCLR_Types.h", "nanoCLR_Runtime.h",
                "Graphics.h" }) _scratch.Write($"upstream/{header}", "");
            var declarations = RepositoryRoot.Combine("tests", "TinyClassify.Firmware.Tests", "declarations");
            var native = RepositoryRoot.Combine("native-interop");
            var decoders = new[] { "common", "image" }.SelectMany(folder =>
                Directory.GetFiles(Path.Combine(native, folder), "*.cc"))
                .Where(f => !f.EndsWith("_test.cc", StringComparison.Ordinal) && Path.GetFileName(f) != "test_support.cc");
            Tool.MustRun(Overlay.Board, "g++",
            [
                "-shared", "-fPIC", "-std=gnu++20", "-O1", "-fvisibility=hidden", "-Wall", "-Wextra", "-Werror", "-Wl,-z,defs",
                "-o", library,
                "-include", Path.Combine(declarations, "declarations.h"), "-I", _scratch.File("upstream"), "-I", native,
                "-I", Path.Combine(native, "include"), "-I", Path.Combine(native, "image"),
                "nanoCLR/nanoFramework.Graphics/Bitmap_Jpeg.cpp", Path.Combine(declarations, "bitmap_machine.cc"), .. decoders,
            ]);
            _library = NativeLibrary.Load(library);
        }

        private delegate int MakeFunction(byte[] file, uint bytes, uint heap, uint graphics, ushort[] pixels, out int width,
            out int height);

        private delegate int DecodeFunction(byte[] file, uint bytes, uint width, uint height, byte[] rgb);

        private delegate int CountFunction();

        public (int Status, int Width, int Height, ushort[] Pixels) Make(byte[] file, uint heap = Plenty, uint graphics = Plenty)
        {
            var pixels = new ushort[2048 * 64];
            var status = Get<MakeFunction>("Machine_Make")(file, (uint)file.Length, heap, graphics, pixels, out var width,
                out var height);
            return (status, width, height, status == 0 ? pixels[..(width * height)] : []);
        }

        public byte[] Decode(byte[] file, int width, int height)
        {
            var rgb = new byte[width * height * 3];
            Assert.Equal(0, Get<DecodeFunction>("Machine_Decode")(file, (uint)file.Length, (uint)width, (uint)height, rgb));
            return rgb;
        }

        public int Blocks() => Get<CountFunction>("Machine_Blocks")();

        public int Bitmaps() => Get<CountFunction>("Machine_Bitmaps")();

        public void Dispose()
        {
            if (_library != 0) NativeLibrary.Free(_library);
            _scratch?.Dispose();
        }

        private T Get<T>(string name)
            where T : Delegate
        {
            Skip.If(_library == 0, "g++ for Linux is not installed");
            return Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(_library, name));
        }
    }
}
