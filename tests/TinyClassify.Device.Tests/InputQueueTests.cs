using TinyClassify.Device.Board;
using TinyClassify.VirtualBoard.Simulation;

namespace TinyClassify.Device.Tests;

public sealed class InputQueueTests
{
    private readonly InputQueue _queue = new(new ManualClock());

    [Fact]
    public void A_change_of_the_card_has_its_place_in_a_full_queue_and_goes_first()
    {
        for (var i = 0; i < 3 * InputQueue.Capacity; i++) _queue.Post(Input.TouchRight);
        _queue.Post(Input.CardChanged);
        Assert.Equal(Input.CardChanged, _queue.Take(out _));
        Assert.Equal(InputQueue.Capacity, Rest().Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(InputQueue.Capacity - 2)]
    [InlineData(InputQueue.Capacity - 1)]
    [InlineData(InputQueue.Capacity)]
    public void A_press_is_taken_with_both_its_ends_or_not_at_all(int waiting)
    {
        for (var i = 0; i < waiting; i++) _queue.Post(Input.TouchLeft);
        _queue.Post(Input.ButtonDown);
        for (var i = 0; i < InputQueue.Capacity; i++) _queue.Post(Input.TouchRight);
        _queue.Post(Input.ButtonUp);
        var taken = Rest();
        Assert.Equal(taken.Count(i => i == Input.ButtonDown), taken.Count(i => i == Input.ButtonUp));
        Assert.InRange(taken.Count, InputQueue.Capacity - 1, InputQueue.Capacity);
    }

    [Fact]
    public void Twenty_presses_while_nobody_takes_them_never_leave_the_button_down()
    {
        for (var i = 0; i < 20; i++)
        {
            _queue.Post(Input.ButtonDown);
            _queue.Post(Input.ButtonUp);
        }

        Assert.Equal(Input.ButtonUp, Rest()[^1]);
    }

    private List<Input> Rest()
    {
        var taken = new List<Input>();
        while (_queue.Take(out _) is var input && input != Input.None) taken.Add(input);
        return taken;
    }
}
