using static TorchSharp.torch;

namespace TinyClassify.Trainer.Training;

/// <summary>Threads that stay, since libtorch keeps settings and memory for each one, and that take numbered parts of a
/// step.</summary>
/// <remarks>Each is one thread for libtorch, too.</remarks>
internal sealed class PartThreads : IDisposable
{
    private readonly Thread[] _threads;
    private readonly Barrier _begin;
    private readonly Barrier _end;
    private readonly List<Exception> _errors = [];
    private Action<int>? _body;
    private int _parts;

    public PartThreads(int count)
    {
        _begin = new Barrier(count + 1);
        _end = new Barrier(count + 1);
        _threads = [.. Enumerable.Range(0, count).Select(number => new Thread(() => Work(number)) { IsBackground = true })];
        foreach (var thread in _threads)
            thread.Start();
    }

    /// <summary>Runs body(0) .. body(parts - 1), part i always on the same thread.</summary>
    /// <exception cref="Exception">What the first failing part threw.</exception>
    public void Run(int parts, Action<int> body)
    {
        (_parts, _body) = (parts, body);
        // libtorch's setting is each thread's own, but that of the matrix library behind it is everybody's.
        var whole = get_num_threads();
        set_num_threads(1);
        _begin.SignalAndWait();
        _end.SignalAndWait();
        set_num_threads(whole);
        if (_errors.Count == 0)
            return;
        var error = _errors[0];
        _errors.Clear();
        System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error);
    }

    public void Dispose()
    {
        _body = null;
        _begin.SignalAndWait();
        foreach (var thread in _threads)
            thread.Join();
        _begin.Dispose();
        _end.Dispose();
    }

    private void Work(int number)
    {
        set_num_threads(1);
        while (true)
        {
            _begin.SignalAndWait();
            if (_body is not { } body)
                return;
            try
            {
                for (var part = number; part < _parts; part += _threads.Length)
                    body(part);
            }
            catch (Exception e)
            {
                lock (_errors)
                    _errors.Add(e);
            }
            _end.SignalAndWait();
        }
    }
}
