using static TorchSharp.torch;

namespace TinyClassify.Trainer.Training;

/// <summary>Threads that stay, since libtorch keeps settings and memory for each one, and that take numbered parts of a step.</summary>
internal sealed class PartThreads : IDisposable
{
    private readonly Thread[] _threads;
    private readonly Barrier _begin;
    private readonly Barrier _end;
    private readonly List<Exception> _errors = [];
    private readonly int _operatorThreads;
    private Action<int>? _body;
    private int _parts;

    /// <param name="operatorThreads">Threads that libtorch may use inside one operator of one part.</param>
    public PartThreads(int count, int operatorThreads)
    {
        _begin = new Barrier(count + 1);
        _end = new Barrier(count + 1);
        _operatorThreads = operatorThreads;
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
        set_num_threads(_operatorThreads);
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
        set_num_threads(_operatorThreads);
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
