namespace DigitalTwin.Models.Endpoints;

/// <summary>The body of an answer. Its first bytes can be looked at; no event of it is larger than <see cref="MostBytes"/>.</summary>
internal sealed class BoundedBody(Stream inner) : Stream
{
    /// <summary>Most bytes of one event, or of an answer in one piece.</summary>
    public const int MostBytes = 8 * 1024 * 1024;

    private ReadOnlyMemory<byte> peeked;
    private long left = MostBytes;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The first byte that is neither space nor a byte order mark, or <see langword="null"/> where the body is empty.</summary>
    public async Task<byte?> PeekAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        while (true)
        {
            var read = await inner.ReadAsync(buffer, cancellationToken);
            var start = buffer.AsSpan(0, read).IndexOfAnyExcept(" \r\n\t"u8);
            if (read == 0)
            {
                return null;
            }

            // A byte order mark: https://www.unicode.org/faq/utf_bom.html
            start = start >= 0 && buffer.AsSpan(start, read - start).StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? start + 3 : start;
            if (start >= 0 && start < read)
            {
                peeked = buffer.AsMemory(start, read - start);
                return buffer[start];
            }
        }
    }

    /// <summary>An event is over: the next one may have as many bytes.</summary>
    public void BeginNext() => left = MostBytes;

    /// <exception cref="ModelException">The event is too large.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (peeked.Length > 0)
        {
            var taken = Math.Min(buffer.Length, peeked.Length);
            peeked[..taken].CopyTo(buffer);
            peeked = peeked[taken..];
            return taken;
        }

        var read = await inner.ReadAsync(buffer, cancellationToken);
        left -= read;
        return left >= 0
            ? read
            : throw new ModelException(ModelFailure.Unavailable, $"The endpoint sent more than {MostBytes} bytes at once.");
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
        => throw new NotSupportedException("A body is only read asynchronously.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
