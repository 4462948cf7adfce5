using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using DigitalTwin.Storage;

namespace DigitalTwin.Azure.Storage;

/// <summary>
/// A batch as one entity group transaction that is applied once, even if its response is lost: every row carries the
/// batch's stamp, so an attempt that finds its own stamp knows that an earlier attempt succeeded.
/// </summary>
/// <remarks>https://learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions</remarks>
internal sealed class TableBatch(TableClient table, string partition, IReadOnlyList<RowWrite> writes)
{
    private readonly string stamp = Guid.NewGuid().ToString("N");
    private readonly HashSet<RowWrite> missing = [];

    /// <exception cref="RowConflictException">A row is not in the state that the batch requires.</exception>
    public async Task<IReadOnlyList<string>> SubmitAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var pending = writes.Where(write => !missing.Contains(write)).ToList();
            if (pending.Count == 0)
            {
                return [.. writes.Select(_ => "")];
            }

            try
            {
                var answer = await table.SubmitTransactionAsync(pending.Select(ToAction), cancellationToken);
                var etags = pending.Zip(answer.Value)
                    .ToDictionary(pair => pair.First, pair => pair.Second.Headers.ETag?.ToString() ?? "");
                return [.. writes.Select(write => write.Kind == RowWriteKind.Delete ? "" : etags[write])];
            }
            catch (TableTransactionFailedException error) when (error.ErrorCode == TableErrorCode.TableNotFound)
            {
                await table.CreateIfNotExistsAsync(cancellationToken);
            }
            catch (TableTransactionFailedException error)
                when (error.Status is 404 or 409 or 412 && error.FailedTransactionActionIndex is { } index && index < pending.Count)
            {
                if (pending[index] is { Kind: RowWriteKind.Delete } gone)
                {
                    // The row to delete does not exist: submit the rest of the batch without it.
                    missing.Add(gone);
                }
                else if (await FindOwnAsync(pending[index], cancellationToken) is { } etags)
                {
                    return etags;
                }
                else
                {
                    throw new RowConflictException(pending[index].Key, Expectation(pending[index]));
                }
            }
        }
    }

    private TableTransactionAction ToAction(RowWrite write)
    {
        var entity = RowEntity.Create(partition, write, stamp);
        return write.Kind switch
        {
            RowWriteKind.Insert => new TableTransactionAction(TableTransactionActionType.Add, entity),
            RowWriteKind.Replace
                => new TableTransactionAction(TableTransactionActionType.UpdateReplace, entity, new ETag(write.ETag!)),
            RowWriteKind.Upsert => new TableTransactionAction(TableTransactionActionType.UpsertReplace, entity),
            _ => new TableTransactionAction(TableTransactionActionType.Delete, entity, ETag.All),
        };
    }

    /// <summary>The rows' ETags where this very batch wrote them and its response was lost, else null.</summary>
    private async Task<IReadOnlyList<string>?> FindOwnAsync(RowWrite blocked, CancellationToken cancellationToken)
    {
        if (await FindAsync(blocked, cancellationToken) is not { } found || !RowEntity.IsFrom(found, stamp))
        {
            return null;
        }

        var etags = new List<string>();
        foreach (var write in writes)
        {
            var entity = write.Kind == RowWriteKind.Delete ? null : await FindAsync(write, cancellationToken);

            // A row that was written again since has another ETag: a replacement with this one must fail.
            etags.Add(entity is null ? "" : RowEntity.IsFrom(entity, stamp) ? entity.ETag.ToString() : "overwritten");
        }

        return etags;
    }

    private async Task<TableEntity?> FindAsync(RowWrite write, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(
            RowText.EscapeKey(partition),
            RowText.EscapeKey(write.Key),
            cancellationToken: cancellationToken);
        return found.HasValue ? found.Value : null;
    }

    private static string Expectation(RowWrite write)
        => write.Kind == RowWriteKind.Insert ? "is there already" : "is missing or was changed";
}
