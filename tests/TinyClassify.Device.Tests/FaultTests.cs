using System.Text;

namespace TinyClassify.Device.Tests;

/// <summary>Every failure is a screen, and the application goes on by itself when the cause is gone.</summary>
public sealed class FaultTests
{
    [Fact]
    public void Without_a_card_it_waits_and_goes_on_by_itself()
    {
        using var board = new TestBoard(inserted: false).AddPictures("a.bmp").Start();
        Assert.Equal(AppState.WaitingForCard, board.State);
        Assert.Equal(AppState.WaitingForCard, board.Press().State);
        Assert.Equal(AppState.Ready, board.Insert().State);
    }

    [Fact]
    public void A_card_whose_event_got_lost_is_found_by_looking()
    {
        using var board = new TestBoard(inserted: false).AddPictures("a.bmp").Start();
        board.Card.Insert();
        Assert.Equal(AppState.Ready, board.Pass(50).State);
        board.Card.Eject();
        Assert.Equal(AppState.WaitingForCard, board.Pass(50).State);
    }

    [Fact]
    public void After_a_pull_it_returns_to_the_picture_that_was_shown()
    {
        using var board = new TestBoard().AddPictures("a.bmp", "b.bmp", "c.bmp").Start().Press().Press();
        Assert.Equal(AppState.WaitingForCard, board.Eject().State);
        Assert.Equal("Card removed", board.Application.Trouble.Title);
        Assert.Equal("b.bmp", board.Insert().FileName);
        Assert.Equal(AppState.Showing, board.State);
    }

    [Fact]
    public void A_card_pulled_at_any_access_leads_to_the_waiting_screen()
    {
        // Accesses of one picture, counted first and then failed one after another.
        for (var pullAt = 1; ; pullAt++)
        {
            using var board = new TestBoard().AddPictures("a.bmp", "b.bmp").Start().Press();
            var accesses = 0;
            board.Card.Accessing += () =>
            {
                if (++accesses == pullAt) board.Card.Eject();
            };
            board.Press();
            if (accesses < pullAt)
            {
                Assert.InRange(pullAt, 5, 100);
                return;
            }

            board.Board.Parts.Inputs.Post(Device.Board.Input.CardChanged);
            Assert.Equal(AppState.WaitingForCard, board.Settle().State);
            Assert.Equal("b.bmp", board.Insert().FileName);
            Assert.Equal(AppState.Showing, board.State);
        }
    }

    [Fact]
    public void An_empty_card_is_said_to_be_empty_and_looked_at_again_on_a_press()
    {
        using var board = new TestBoard().Start();
        Assert.Equal(AppState.CardTrouble, board.State);
        Assert.StartsWith("No pictures", board.ErrorText);
        Assert.Equal(AppState.Ready, board.AddPictures("a.bmp").Press().State);
    }

    [Theory]
    [InlineData("zero.jpg", "", "Damaged picture")]
    [InlineData("text.jpg", "This is a text file.\n", "Not a picture we read")]
    public void A_file_that_is_no_picture_is_told_and_passed(string name, string contents, string title)
    {
        using var board = new TestBoard().Add(name, Encoding.ASCII.GetBytes(contents)).AddPictures("zz.bmp").Start().Press();
        Assert.Equal(AppState.PictureTrouble, board.State);
        Assert.Equal(title, board.Application.Trouble.Title);
        Assert.NotEqual(0, board.Application.Trouble.Detail.Length);
        Assert.Equal("zz.bmp", board.Press().FileName);
        Assert.Equal(AppState.Showing, board.State);
    }

    [Fact]
    public void A_truncated_picture_is_damaged()
    {
        var whole = TestPictures.GreyJpeg(640, 480);
        using var board = new TestBoard().Add("cut.jpg", whole[..(whole.Length / 2)]).Add("whole.jpg", whole).Start();
        Assert.Equal("Damaged picture", board.Press().Application.Trouble.Title);
        Assert.Equal(AppState.PictureTrouble, board.State);
        Assert.Equal(AppState.Showing, board.Press().State);
    }

    [Fact]
    public void A_picture_of_4000_by_3000_is_classified_in_the_boards_memory()
    {
        using var board = new TestBoard().Add("huge.jpg", TestPictures.GreyJpeg(4000, 3000)).Start().Press();
        Assert.True(board.State == AppState.Showing, board.ErrorText);
    }

    [Fact]
    public void A_picture_of_12000_by_9000_would_take_a_minute_and_is_refused()
    {
        using var board = new TestBoard().Add("huge.jpg", TestPictures.GreyJpeg(12000, 9000)).Start().Press();
        Assert.Equal("Picture too large", board.Application.Trouble.Title);
    }

    [Fact]
    public void A_progressive_picture_of_12000_by_9000_is_too_large()
    {
        using var board = new TestBoard().Add("huge.jpg", TestPictures.GreyJpeg(12000, 9000, progressive: true)).Start().Press();
        Assert.Equal(AppState.PictureTrouble, board.State);
        Assert.StartsWith("Picture too large", board.ErrorText);
    }

    [Fact]
    public void A_file_larger_than_the_slot_is_too_large()
    {
        using var board = new TestBoard().Add("big.bmp", new byte[Native.BoardMemory.FileSlotBytes + 1]).Start().Press();
        Assert.StartsWith("File too large", board.ErrorText);
        Assert.Contains((Native.BoardMemory.FileSlotBytes + 1).ToString(), board.ErrorText);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_told_with_the_cards_words()
    {
        using var board = new TestBoard().AddPictures("a.bmp", "b.bmp").Start();
        var failing = true;
        board.Card.Accessing += () =>
        {
            if (failing) throw new IOException("sector 7 is unreadable");
        };
        board.Press();
        Assert.Equal(AppState.PictureTrouble, board.State);
        Assert.Equal("File cannot be read: sector 7 is unreadable", board.ErrorText);
        failing = false;
        Assert.Equal(AppState.Showing, board.Press().State);
    }

    [Fact]
    public void A_picture_that_vanished_since_the_card_was_read_is_told()
    {
        using var board = new TestBoard().AddPictures("a.bmp", "b.bmp").Start();
        File.Delete(Path.Combine(board.Folder, "a.bmp"));
        Assert.Equal(AppState.PictureTrouble, board.Press().State);
        Assert.Equal(AppState.Showing, board.Press().State);
    }

    [Fact]
    public void A_bad_model_on_the_card_is_told_and_the_built_in_one_used()
    {
        var model = SmallModel.File();
        for (var length = 0; length < model.Length / 2; length += 97)
        {
            using var board = new TestBoard().AddPictures("a.bmp").Add("classifier.tflite", model[..length]).Start();
            Assert.Equal(AppState.Ready, board.State);
            Assert.StartsWith("classifier.tflite on the card is not used: ", TestBoard.Text(board.Application.Note));
            Assert.Equal(AppState.Showing, board.Press().State);
        }
    }

    [Fact]
    public void A_model_that_needs_more_memory_than_the_board_has_is_told()
    {
        using var board = new TestBoard().AddPictures("a.bmp").Add("classifier.tflite", SmallModel.File(side: 300, labels: ["a", "b"])).Start();
        Assert.Equal(AppState.Ready, board.State);
        Assert.Contains("memory", TestBoard.Text(board.Application.Note));
    }

    [Fact]
    public void Without_any_model_it_says_so_until_a_card_brings_one()
    {
        using var board = new TestBoard(model: new byte[100]).AddPictures("a.bmp").Start();
        Assert.Equal(AppState.ModelTrouble, board.State);
        Assert.StartsWith("Model does not open", board.ErrorText);
        board.Add("classifier.tflite", SmallModel.File());
        Assert.Equal(AppState.Ready, board.Press().State);
        Assert.Equal(AppState.Showing, board.Press().State);
    }
}
