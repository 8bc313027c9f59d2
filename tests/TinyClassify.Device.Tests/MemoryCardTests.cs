using System.Text;
using TinyClassify.Native;
using TinyClassify.VirtualBoard.Simulation;

namespace TinyClassify.Device.Tests;

/// <summary>The card as the application meets it: the rules of the board's natives over a folder of the PC.</summary>
public sealed class MemoryCardTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tinyclassify-memory-card-").FullName;
    private readonly FolderCard _card;

    public MemoryCardTests()
    {
        _card = new FolderCard(_folder, writable: true);
        _card.Insert();
        MemoryCard.Socket = _card;
        Firmware.SetModel(SmallModel.File());
        Assert.Equal(0, Engine.OpenBuiltInModel());
    }

    [Fact]
    public void Ten_folders_of_sixty_pictures_are_listed_whole_as_often_as_one_likes()
    {
        for (var folder = 0; folder < 10; folder++)
            for (var i = 0; i < 60; i++) Add($"class{folder}/{i}.jpg", []);
        for (var again = 0; again < 20; again++) Assert.Equal(600, List().Count);
    }

    [Fact]
    public void Pictures_come_in_name_order_and_the_rest_is_counted()
    {
        foreach (var name in new[] { "b.jpg", "A.png", "cat/2.bmp", "cat/1.JPEG", "._a.jpg", ".hidden/x.jpg", "notes.txt",
            "\u00E4.jpg" }) Add(name, []);
        Assert.Equal(["A.png", "b.jpg", "cat/1.JPEG", "cat/2.bmp", "\u00E4.jpg"], List());
        Assert.Equal(["A.png", "b.jpg"], List(limit: 2));
        var facts = new int[ListFact.Count];
        Assert.Equal(0, MemoryCard.GetListFacts(facts));
        Assert.Equal((2, 3), (facts[ListFact.Pictures], facts[ListFact.LeftOut]));
        Assert.Equal(["cat/1.JPEG", "cat/2.bmp"], List("cat"));
    }

    [Fact]
    public void A_list_is_read_in_turns_that_tell_how_far_it_is()
    {
        for (var i = 0; i < 200; i++) Add($"{i}.jpg", []);
        Assert.Equal(0, MemoryCard.BeginList([], 0, 1000));
        var facts = new int[ListFact.Count];
        for (var turn = 1; turn <= 3; turn++)
        {
            Assert.Equal(1, MemoryCard.ContinueList(50));
            MemoryCard.GetListFacts(facts);
            Assert.Equal(turn * 50, facts[ListFact.Entries]);
        }
    }

    [Fact]
    public void A_card_pulled_while_it_is_listed_ends_the_list()
    {
        for (var i = 0; i < 20; i++) Add($"{i}.jpg", []);
        Assert.Equal(0, MemoryCard.BeginList([], 0, 1000));
        Assert.Equal(1, MemoryCard.ContinueList(5));
        _card.Eject();
        Assert.Equal(MemoryCard.NoCard, MemoryCard.ContinueList(5));
        var facts = new int[ListFact.Count];
        MemoryCard.GetListFacts(facts);
        Assert.Equal(0, facts[ListFact.Pictures]);
        Assert.Equal(MemoryCard.Out, MemoryCard.GetState());
    }

    [Fact]
    public void A_full_card_is_told_and_keeps_what_it_had()
    {
        var line = Bytes("twenty bytes of text");
        for (var free = 0; free < 20; free++)
        {
            _card.FreeBytes = 20 + free;
            File.Delete(Path.Combine(_folder, "results.csv"));
            Assert.Equal(0, Append("results.csv", line));
            Assert.Equal(MemoryCard.Full, Append("results.csv", line));
            Assert.Equal(line, File.ReadAllBytes(Path.Combine(_folder, "results.csv")));
        }

        _card.FreeBytes = 0;
        Assert.Equal(MemoryCard.Full, Append("new.csv", line));
        Assert.False(File.Exists(Path.Combine(_folder, "new.csv")));
    }

    [Fact]
    public void A_card_pulled_and_put_back_unnoticed_serves_the_call_after_the_one_that_failed()
    {
        Add("a.txt", Bytes("text"));
        _card.Flick();
        Assert.Equal(MemoryCard.Failed, Size("a.txt"));
        Assert.Equal(4, Size("a.txt"));
        _card.Flick();
        Assert.Equal(0, MemoryCard.Mount());
        Assert.Equal(4, Size("a.txt"));
    }

    [Fact]
    public void Parts_of_files_are_read_and_what_is_missing_is_told()
    {
        Add("folder/a.txt", Bytes("0123456789"));
        var part = new byte[4];
        var path = Bytes("folder/a.txt");
        Assert.Equal(4, MemoryCard.Read(path, path.Length, 3, part, 4));
        Assert.Equal("3456", Encoding.ASCII.GetString(part));
        Assert.Equal(2, MemoryCard.Read(path, path.Length, 8, part, 4));
        Assert.Equal(0, MemoryCard.Read(path, path.Length, 10, part, 4));
        Assert.Equal(-1, MemoryCard.Read(path, path.Length, 0, part, 5));
        Assert.Equal(MemoryCard.NotFound, Size("b.txt"));
        var text = new byte[100];
        Assert.Equal("there is no such file on the card",
            Encoding.ASCII.GetString(text, 0, MemoryCard.GetStatusText(MemoryCard.NotFound, text)));
    }

    [Fact]
    public void A_large_picture_is_classified_in_turns_and_can_be_cancelled_between_them()
    {
        Add("large.jpg", TestPictures.GreyJpeg(4000, 3000));
        var preview = new ushort[64 * 64];
        var results = new int[PictureFact.Count];
        Assert.Equal(0, Begin("large.jpg"));
        var turns = 0;
        int status;
        for (var last = 0; (status = Engine.ContinuePicture(preview, results)) > 0; last = status)
        {
            Assert.InRange(status, Math.Max(1, last), 1000);
            turns++;
        }

        Assert.Equal(0, status);
        Assert.InRange(turns, 3, 100);
        Assert.Equal(0, Begin("large.jpg"));
        Assert.InRange(Engine.ContinuePicture(preview, results), 1, 1000);
        Assert.Equal(0, Engine.CancelPicture());
        Assert.Equal(MemoryCard.NotOpen, Engine.ContinuePicture(preview, results));
        Add("small.bmp", TestPictures.Bmp(1));
        Assert.Equal(0, Begin("small.bmp"));
        Assert.Equal(0, Engine.ContinuePicture(preview, results));
    }

    [Fact]
    public void A_card_that_fails_under_a_picture_is_told()
    {
        Add("large.jpg", TestPictures.GreyJpeg(4000, 3000));
        Assert.Equal(0, Begin("large.jpg"));
        var preview = new ushort[64 * 64];
        var results = new int[PictureFact.Count];
        Assert.InRange(Engine.ContinuePicture(preview, results), 1, 1000);
        _card.Flick();
        int status;
        do status = Engine.ContinuePicture(preview, results);
        while (status > 0);
        Assert.Equal(MemoryCard.Failed, status);
        Assert.Equal(0, Begin("large.jpg"));
    }

    [Fact]
    public void A_model_of_the_card_is_opened_or_refused()
    {
        Add("m.tflite", SmallModel.File());
        Assert.Equal(0, Load("m.tflite"));
        Assert.Equal(MemoryCard.NotFound, Load("none.tflite"));
        Add("m.tflite", new byte[BoardMemory.ModelSlotBytes + 1]);
        Assert.Equal(-2, Load("m.tflite"));
        Assert.Equal(-1, Begin("m.tflite"));  // No model is open.
    }

    public void Dispose()
    {
        Engine.CancelPicture();
        MemoryCard.Socket = null;
        Directory.Delete(_folder, recursive: true);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static int Append(string path, byte[] bytes) =>
        MemoryCard.Append(Bytes(path), Bytes(path).Length, bytes, bytes.Length);

    private static int Size(string path) => MemoryCard.GetSize(Bytes(path), Bytes(path).Length);

    private static int Begin(string path) => Engine.BeginPicture(Bytes(path), Bytes(path).Length, 64, 64);

    private static int Load(string path) => Engine.LoadModel(Bytes(path), Bytes(path).Length);

    private static List<string> List(string folder = "", int limit = MemoryCard.MaxPictures)
    {
        Assert.Equal(0, MemoryCard.BeginList(Bytes(folder), Bytes(folder).Length, limit));
        int status;
        do status = MemoryCard.ContinueList(64);
        while (status > 0);
        Assert.Equal(0, status);
        var facts = new int[ListFact.Count];
        Assert.Equal(0, MemoryCard.GetListFacts(facts));
        var paths = new List<string>();
        var path = new byte[MemoryCard.MaxPathBytes];
        for (var i = 0; i < facts[ListFact.Pictures]; i++)
        {
            var bytes = MemoryCard.GetPath(i, path);
            Assert.Equal(i, MemoryCard.FindPath(path, bytes));
            paths.Add(Encoding.UTF8.GetString(path, 0, bytes));
        }

        return paths;
    }

    private void Add(string name, byte[] contents)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, contents);
    }
}
