using System.Globalization;
using DigitalTwin.Conversations;
using DigitalTwin.Storage;

namespace DigitalTwin.Media;

/// <summary>
/// Visitors' pictures, stored beside their conversation so that both are erased in the same way: the session is the
/// partition, and a picture is split into rows of a size that any store accepts.
/// </summary>
internal sealed class PictureStore(IRowStore rows)
{
    private const string Table = "pictures";
    private const int PieceLength = 400_000;
    private const int MostPieces = 10;

    /// <summary>Stores the pictures of a turn that is about to begin; stored twice, they are there once.</summary>
    public async Task AddAsync(TurnId turn, IReadOnlyList<Picture> pictures, CancellationToken cancellationToken)
    {
        var pieces = pictures.SelectMany((picture, number) => picture.Data!.Chunk(PieceLength).Select((piece, index) => RowWrite.Upsert(
            string.Create(CultureInfo.InvariantCulture, $"{turn.Key}-{number}-{index}"),
            new Dictionary<string, string> { ["mediaType"] = picture.MediaType!, ["data"] = new string(piece) }))).ToList();
        await rows.WriteAsync(Table, turn.SessionId, pieces, cancellationToken);
    }

    /// <summary>The pictures of a turn.</summary>
    public async Task<IReadOnlyList<Picture>> LoadAsync(TurnId turn, CancellationToken cancellationToken)
        => Join(await rows.QueryAsync(Table, turn.SessionId, RowRange.Prefix($"{turn.Key}-", MostPieces), cancellationToken));

    /// <summary>The pictures of a session, at most 500.</summary>
    public async Task<IReadOnlyList<Picture>> AllAsync(string sessionId, CancellationToken cancellationToken)
        => Join(await rows.QueryAsync(Table, sessionId, new RowRange("0", "g", RowLimits.QueryRows), cancellationToken));

    private static List<Picture> Join(IReadOnlyList<Row> pieces)
        => [.. pieces.GroupBy(row => row.Key[..row.Key.LastIndexOf('-')])
            .Select(picture => new Picture
            {
                MediaType = picture.First()["mediaType"],
                Data = string.Concat(picture.Select(row => row["data"])),
            })];

    /// <summary>Deletes all pictures of a session.</summary>
    public Task EraseAsync(string sessionId, CancellationToken cancellationToken)
        => rows.DeletePartitionAsync(Table, sessionId, cancellationToken);
}
