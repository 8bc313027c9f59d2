using System.Text;
using TinyClassify.Native;

namespace TinyClassify.Device.Tests;

/// <summary>What the panel shows, to the pixel.</summary>
public sealed class LcdTests
{
    [Fact]
    public void Start_screen()
    {
        using var board = new TestBoard().AddPictures("cat.bmp", "dog.bmp").Start();
        GoldenScreens.Check(board, "start");
    }

    [Fact]
    public void Start_screen_with_a_bad_model_on_the_card()
    {
        using var board = new TestBoard().AddPictures("cat.bmp").Add("classifier.tflite", "not a model"u8.ToArray()).Start();
        GoldenScreens.Check(board, "start-bad-model");
    }

    [Fact]
    public void Picture_without_a_true_class()
    {
        using var board = new TestBoard().Add("holiday.jpg", Card("deer.jpg")).Start().Press();
        GoldenScreens.Check(board, "picture");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void On_a_PC_the_boards_time_stands_first_and_the_PCs_is_called_so(bool isCounted)
    {
        var model = isCounted ? File.ReadAllBytes(RepositoryRoot.Combine("native-interop/model/classifier.tflite"))
            : SmallModel.File();
        using var board = new TestBoard(model: model, onPc: true).Add("holiday.jpg", Card("deer.jpg")).Start().Press();
        GoldenScreens.Check(board, isCounted ? "picture-on-a-pc" : "picture-on-a-pc-uncounted");
        Assert.Matches(", inference [0-9.]+ ms on this PC$", board.Board.Log.Lines()[^1]);
    }

    [Fact]
    public void Picture_with_a_true_class_and_accuracy()
    {
        using var board = new TestBoard().Add("ship.jpg", Card("ship.jpg")).Add("truck.jpg", Card("truck.jpg")).Start().Press();
        GoldenScreens.Check(board, "picture-judged");
    }

    [Fact]
    public void Names_that_are_too_long_end_in_an_ellipsis()
    {
        string[] labels = ["a class with a name that nobody can read on it", "ordinary", "Übergrößenträger mit Zubehör"];
        using var board = new TestBoard(model: SmallModel.File(labels: labels))
            .Add("ordinary_photograph of the harbour at the end of a long summer's day in 2024, second try.jpg", Card("ship.jpg"))
            .Start().Touch(240).Press();
        GoldenScreens.Check(board, "picture-long-names");
    }

    [Fact]
    public void Free_memory_and_a_result_that_cannot_be_written()
    {
        using var board = new TestBoard().Add("horse.jpg", Card("horse.jpg"));
        board.Board.Parts.Memory = new KnownMemory();
        Directory.CreateDirectory(Path.Combine(board.Folder, "results.csv"));
        GoldenScreens.Check(board.Start().Press(), "picture-free-memory");
    }

    [Fact]
    public void A_name_that_is_too_long_for_the_large_letters_is_written_smaller()
    {
        string[] labels = ["horse", "golden retriever dog", "cat"];
        using var board = new TestBoard(model: SmallModel.File(labels: labels)).Add("dog.jpg", Card("dog.jpg")).Start().Press();
        GoldenScreens.Check(board, "picture-long-class");
    }

    [Fact]
    public void Start_screen_with_many_classes_and_a_model_of_the_card()
    {
        var labels = Enumerable.Range(1, 100).Select(i => $"species number {i}").ToArray();
        using var board = new TestBoard().AddPictures("cat.bmp")
            .Add("classifier.tflite", SmallModel.File(name: "A model with a name that is much longer than the screen is wide",
                labels: labels)).Start();
        GoldenScreens.Check(board, "start-many-classes");
    }

    [Fact]
    public void Picture_too_large()
    {
        using var board = new TestBoard().Add("panorama of the whole valley.jpg", TestPictures.GreyJpeg(12000, 9000)).Start()
            .Press();
        GoldenScreens.Check(board, "picture-too-large");
    }

    [Fact]
    public void Damaged_picture()
    {
        using var board = new TestBoard().Add("cut.jpg", Card("cat.jpg")[..2000]).Start().Press();
        GoldenScreens.Check(board, "damaged-picture");
    }

    [Fact]
    public void No_card()
    {
        using var board = new TestBoard(inserted: false).Start();
        GoldenScreens.Check(board, "no-card");
    }

    [Fact]
    public void Card_removed()
    {
        using var board = new TestBoard().AddPictures("cat.bmp").Start().Press().Eject();
        GoldenScreens.Check(board, "card-removed");
    }

    [Fact]
    public void Empty_card()
    {
        using var board = new TestBoard().Start();
        GoldenScreens.Check(board, "empty-card");
    }

    [Fact]
    public void Versions_that_do_not_match()
    {
        using var board = new TestBoard();
        Firmware.InterfaceVersion = 7;
        GoldenScreens.Check(board.Start(), "versions");
    }

    [Fact]
    public void Reading_the_first_picture()
    {
        using var board = new TestBoard().AddPictures("cat.bmp").Start();
        var looked = false;
        board.Card.Accessing += () =>
        {
            if (!looked) GoldenScreens.Check(board, "reading");
            looked = true;
        };
        board.Press();
        Assert.True(looked);
    }

    private sealed class KnownMemory : Device.Board.IMemory
    {
        public int FreeBytes => 3_912_448;
    }

    private static byte[] Card(string name) => File.ReadAllBytes(RepositoryRoot.Combine("device/card", name));
}
