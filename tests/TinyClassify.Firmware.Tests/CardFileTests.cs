using System.Runtime.InteropServices;
using System.Text;

namespace TinyClassify.Firmware.Tests;

/// <summary>classifier_card.c over a FatFs and an SD driver that fail as real ones do.</summary>
public sealed class CardFileTests(CardFileTests.Machine machine) : IClassFixture<CardFileTests.Machine>
{
    private const int NoCard = -32, Failed = -33, NotFound = -34, Full = -35, Protected = -36;
    private const int Out = 0, NotMounted = 1, Ready = 2;

    [SkippableFact]
    public void A_line_is_appended_or_the_card_is_full_and_nothing_is_lost()
    {
        for (uint room = 0; room < 40; room++)
        {
            machine.Insert(room + 10);
            Assert.Equal(0, machine.Append("results.csv", "0123456789"));
            int status = machine.Append("results.csv", "a line of thirty bytes 345678\n");
            Assert.Equal(room < 30 ? Full : 0, status);
            Assert.Equal("0123456789" + (room < 30 ? "" : "a line of thirty bytes 345678\n"), machine.Read("results.csv"));
        }
    }

    [SkippableFact]
    public void A_file_that_could_not_be_begun_is_not_left_behind_empty()
    {
        machine.Insert(0);
        Assert.Equal(Full, machine.Append("results.csv", "x"));
        Assert.Equal(-1, machine.SizeOf("results.csv"));
    }

    [SkippableFact]
    public void A_folder_without_room_for_a_name_is_full_and_a_protected_file_protected()
    {
        machine.Insert(1000);
        machine.Add("locked.csv", 1);
        Assert.Equal(Protected, machine.Append("locked.csv", "x"));
        for (int i = 0; i < 15; i++) machine.Add($"{i}.jpg");
        Assert.Equal(Full, machine.Append("results.csv", "x"));
    }

    [SkippableFact]
    public void Every_failing_access_of_an_append_is_told()
    {
        for (int access = 1; ; access++)
        {
            machine.Insert(1000);
            Assert.Equal(0, machine.Append("results.csv", "line\n"));
            machine.FailIn(access);
            int status = machine.Append("results.csv", "next\n");
            if (status == 0)
            {
                Assert.InRange(access, 4, 20);
                return;
            }

            Assert.Equal(Failed, status);
            Assert.StartsWith("line\n", machine.Read("results.csv"));
        }
    }

    [SkippableFact]
    public void A_card_pulled_and_put_back_unnoticed_is_mounted_anew()
    {
        machine.Insert(1000);
        machine.Append("a.jpg", "picture");
        machine.Flick();
        Assert.Equal(Failed, machine.Open("a.jpg"));
        Assert.Equal(0, machine.Mount());
        Assert.Equal(1, machine.Connects());
        Assert.Equal("picture", machine.Read("a.jpg"));
    }

    [SkippableFact]
    public void What_the_socket_holds_is_told_without_a_look_at_the_card()
    {
        machine.Insert(1000);
        machine.FailIn(1);
        Assert.Equal(Ready, machine.State());
        machine.Unmount();
        Assert.Equal(NotMounted, machine.State());
        machine.Pull();
        Assert.Equal(Out, machine.State());
        Assert.Equal(NoCard, machine.Mount());
        Assert.Equal(0, machine.Connects());
    }

    [SkippableFact]
    public void A_card_that_upstream_could_not_mount_is_tried_by_upstream_again()
    {
        machine.Insert(1000);
        machine.Unmount();
        Assert.Equal(Failed, machine.Mount());
        Assert.Equal((0, 1), (machine.Connects(), machine.Detects()));
    }

    [SkippableFact]
    public void What_is_missing_and_what_was_pulled_are_told_apart()
    {
        machine.Insert(1000);
        Assert.Equal(NotFound, machine.Open("a.jpg"));
        machine.Pull();
        Assert.Equal(NoCard, machine.Open("a.jpg"));
        Assert.Equal(NoCard, machine.Append("results.csv", "x"));
    }

    [SkippableFact]
    public void Entries_come_with_what_hides_them()
    {
        machine.Insert(1000);
        machine.Add("a.jpg");
        machine.Add("b.jpg", 0x02);
        machine.Add("c.jpg", 0x04);
        machine.Add("folder", 0x10);
        Assert.Equal(["a.jpg", "b.jpg hidden", "c.jpg hidden", "folder folder"], machine.Entries());
        machine.FailIn(2);
        Assert.Equal(["a.jpg", "-33"], machine.Entries()[..2]);
    }

    /// <summary>classifier_card.c and card_machine.c, compiled for the PC.</summary>
    public sealed class Machine : IDisposable
    {
        private readonly Scratch? _scratch;
        private readonly nint _library;

        public Machine()
        {
            if (!OperatingSystem.IsLinux() || !Tool.Exists("gcc")) return;
            _scratch = new Scratch();
            var library = _scratch.File("card.so");
            foreach (var header in new[] { "ch.h", "hal.h", "ff.h",
                "target_storage_config.h" }) _scratch.Write($"upstream/{header}", "");
            var declarations = RepositoryRoot.Combine("tests", "TinyClassify.Firmware.Tests", "declarations");
            var native = RepositoryRoot.Combine("native-interop");
            Tool.MustRun(Overlay.Board, "gcc", "-shared", "-fPIC", "-std=gnu11", "-O1", "-Wall", "-Wextra", "-Werror", "-o",
                library,
                "-include", Path.Combine(declarations, "declarations.h"), "-I", _scratch.File("upstream"), "-I", "nanoCLR",
                "-I", Path.Combine(native, "include"), "-I", Path.Combine(native, "card"), "-I", Path.Combine(native, "interop"),
                "nanoCLR/classifier_card.c", Path.Combine(declarations, "card_machine.c"));
            _library = NativeLibrary.Load(library);
        }

        private delegate void Action0();

        private delegate int Function0();

        private delegate void NumberAction(uint value);

        private delegate int NameFunction(string name);

        private delegate void AddAction(string name, byte attributes);

        private delegate int OpenFunction(uint file, string path, out uint size);

        private delegate int ReadFunction(uint file, uint position, byte[] bytes, uint count);

        private delegate int AppendFunction(string path, byte[] bytes, uint count);

        private delegate int OpenFolderFunction(nint context, uint depth, string path);

        private delegate int NextFunction(nint context, uint depth, out Entry entry);

        public void Insert(uint room) => Get<NumberAction>("Machine_Insert")(room);

        public void Pull() => Get<Action0>("Machine_Pull")();

        public void Flick() => Get<Action0>("Machine_Flick")();

        public void Unmount() => Get<Action0>("Machine_Unmount")();

        public void FailIn(int accesses) => Get<NumberAction>("Machine_FailIn")((uint)accesses);

        public void Add(string name, byte attributes = 0) => Get<AddAction>("Machine_Add")(name, attributes);

        public int SizeOf(string name) => Get<NameFunction>("Machine_SizeOf")(name);

        public int Connects() => Get<Function0>("Machine_Connects")();

        public int Detects() => Get<Function0>("Machine_Detects")();

        public int State() => Get<Function0>("tcb_card_state")();

        public int Mount() => Get<Function0>("tcb_card_mount")();

        public int Open(string path) => Get<OpenFunction>("tcb_open_file")(0, path, out _);

        public int Append(string path, string text) =>
            Get<AppendFunction>("tcb_append")(path, Encoding.ASCII.GetBytes(text), (uint)text.Length);

        public string Read(string path)
        {
            FailIn(0);
            Assert.Equal(0, Get<OpenFunction>("tcb_open_file")(0, path, out uint size));
            var bytes = new byte[size];
            Assert.Equal((int)size, Get<ReadFunction>("tcb_read_file")(0, 0, bytes, size));
            return Encoding.ASCII.GetString(bytes);
        }

        public List<string> Entries()
        {
            var seen = new List<string>();
            Assert.Equal(0, Get<OpenFolderFunction>("tcb_open_folder")(0, 0, ""));
            while (true)
            {
                int found = Get<NextFunction>("tcb_next_entry")(0, 0, out var entry);
                if (found == 0) return seen;
                if (found < 0)
                {
                    seen.Add($"{found}");
                    return seen;
                }

                seen.Add(Marshal.PtrToStringUTF8(entry.Name) + (entry.IsFolder != 0 ? " folder" : "")
                    + (entry.IsHidden != 0 ? " hidden" : ""));
            }
        }

        public void Dispose()
        {
            if (_library != 0) NativeLibrary.Free(_library);
            _scratch?.Dispose();
        }

        private T Get<T>(string name)
            where T : Delegate
        {
            Skip.If(_library == 0, "gcc for Linux is not installed");
            return Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(_library, name));
        }

        [StructLayout(LayoutKind.Sequential)]
        private struct Entry
        {
            public nint Name;
            public uint IsFolder;
            public uint IsHidden;
        }
    }
}
