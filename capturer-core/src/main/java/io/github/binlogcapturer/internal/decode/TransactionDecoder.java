package io.github.binlogcapturer.internal.decode;

import io.github.binlogcapturer.AbsentColumns;
import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Piece;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.RowFormatException;
import io.github.binlogcapturer.event.Statement;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.event.UnknownFieldException;
import io.github.binlogcapturer.internal.schema.SchemaCatalog;
import io.github.binlogcapturer.protocol.WireCodes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes transactions of joined pieces. Owned by one thread. */
public final class TransactionDecoder {

    private final AbsentColumns absentColumns;
    private final RepeatedText users = new RepeatedText();
    private final RepeatedText userIps = new RepeatedText();

    public TransactionDecoder(AbsentColumns absentColumns) {
        this.absentColumns = absentColumns;
    }

    /**
     * Decodes one transaction.
     *
     * @param pieces its pieces in merged order, at least one
     * @return the transaction with the changes of captured tables, or null where it has none or carries a mark
     * @throws UnknownFieldException if a row has a field that its table's schema does not know; read the schemas again
     * @throws DataException if a row cannot be read; names table and place
     */
    public @Nullable Transaction decode(List<RawPiece> pieces, SchemaCatalog.View schemas) {
        if (isMarked(pieces, schemas)) {
            return null;
        }
        List<RowChange> changes = new ArrayList<>(1);
        if (pieces.size() == 1) {
            addChanges(pieces.get(0), schemas, changes);
        } else {
            addChanges(pieces, schemas, changes);
        }
        return changes.isEmpty() ? null : transaction(pieces, changes);
    }

    private static boolean isMarked(List<RawPiece> pieces, SchemaCatalog.View schemas) {
        for (RawPiece piece : pieces) {
            for (RawMutation mutation : piece.mutations()) {
                if (schemas.isMark(mutation.tableId())) {
                    return true;
                }
            }
        }
        return false;
    }

    private Transaction transaction(List<RawPiece> pieces, List<RowChange> changes) {
        RawPiece first = pieces.get(0);
        long sizeBytes = 0;
        for (RawPiece piece : pieces) {
            sizeBytes += piece.sizeBytes();
        }
        return new Transaction(
                first.txnId(),
                users.of(first.entry(), first.user()),
                userIps.of(first.entry(), first.userIp()),
                pieces.size() == 1
                        ? List.of(describe(first))
                        : pieces.stream().map(TransactionDecoder::describe).toList(),
                // a list of one is taken over as it is
                changes.size() == 1 ? List.of(changes.get(0)) : changes,
                sizeBytes);
    }

    private void addChanges(RawPiece piece, SchemaCatalog.View schemas, List<RowChange> changes) {
        for (RawMutation mutation : piece.mutations()) {
            TableSchema schema = schemaOf(piece, mutation, schemas);
            if (schema != null) {
                addChanges(piece, mutation, schema, changes);
            }
        }
    }

    /** Most mutations are of one row, for which it takes no lists. */
    private void addChanges(RawPiece piece, RawMutation mutation, TableSchema schema, List<RowChange> changes) {
        Slices inserted = mutation.inserted();
        Slices deleted = mutation.deleted();
        if (inserted.size() == 1 && deleted.isEmpty()) {
            Row after = row(piece, schema, inserted.get(0));
            changes.add(ImagePairing.ofOne(mutation.kind(), statement(piece, mutation), after));
        } else if (inserted.size() == 1 && deleted.size() == 1) {
            Row after = row(piece, schema, inserted.get(0));
            Row before = row(piece, schema, deleted.get(0));
            ImagePairing.pairOne(statement(piece, mutation), after, before, changes);
        } else if (inserted.isEmpty() && deleted.size() == 1) {
            Row before = row(piece, schema, deleted.get(0));
            changes.add(new RowChange.Delete(before, statement(piece, mutation)));
        } else {
            DecodedMutation read = read(piece, mutation, schema);
            ImagePairing.pair(read.kind(), read.statement(), read.inserted(), read.deleted(), changes);
        }
    }

    private void addChanges(List<RawPiece> pieces, SchemaCatalog.View schemas, List<RowChange> changes) {
        List<List<DecodedMutation>> read = new ArrayList<>(pieces.size());
        for (RawPiece piece : pieces) {
            List<DecodedMutation> mutations = read(piece, schemas);
            if (!mutations.isEmpty()) {
                read.add(mutations);
            }
        }
        if (!read.isEmpty()) {
            for (List<DecodedMutation> parts : StatementOrder.of(read)) {
                pair(parts, changes);
            }
        }
    }

    private static void pair(List<DecodedMutation> parts, List<RowChange> changes) {
        List<Row> inserted = new ArrayList<>();
        List<Row> deleted = new ArrayList<>();
        int kind = WireCodes.Mutation.INSERT;
        for (DecodedMutation part : parts) {
            inserted.addAll(part.inserted());
            deleted.addAll(part.deleted());
            // one text may have been executed as either kind; then an upsert is right for both
            kind = part.kind() == WireCodes.Mutation.INSERT ? kind : part.kind();
        }
        ImagePairing.pair(kind, parts.get(0).statement(), inserted, deleted, changes);
    }

    private List<DecodedMutation> read(RawPiece piece, SchemaCatalog.View schemas) {
        List<DecodedMutation> decoded = new ArrayList<>(piece.mutations().size());
        for (RawMutation mutation : piece.mutations()) {
            TableSchema schema = schemaOf(piece, mutation, schemas);
            if (schema != null) {
                decoded.add(read(piece, mutation, schema));
            }
        }
        return decoded;
    }

    /** Returns the schema by which a mutation is read, or null where it does not count. */
    private static @Nullable TableSchema schemaOf(RawPiece piece, RawMutation mutation, SchemaCatalog.View schemas) {
        TableSchema schema = schemas.table(mutation.tableId());
        return schema != null && schemas.isHome(schema.tableId(), piece.region().binlogTableId()) ? schema : null;
    }

    private DecodedMutation read(RawPiece piece, RawMutation mutation, TableSchema schema) {
        return new DecodedMutation(
                schema.tableId(),
                mutation.kind(),
                statement(piece, mutation),
                rows(piece, schema, mutation.inserted()),
                rows(piece, schema, mutation.deleted()));
    }

    private static Statement statement(RawPiece piece, RawMutation mutation) {
        Slice sql = mutation.sql();
        return new Statement(piece.entry(), sql.offset(), sql.length(), mutation.sign());
    }

    private List<Row> rows(RawPiece piece, TableSchema schema, List<Slice> images) {
        if (images.isEmpty()) {
            return List.of();
        }
        List<Row> rows = new ArrayList<>(images.size());
        for (Slice image : images) {
            rows.add(row(piece, schema, image));
        }
        return rows;
    }

    private Row row(RawPiece piece, TableSchema schema, Slice image) {
        try {
            Row row = Row.parse(schema, piece.entry(), image.offset(), image.length());
            return absentColumns == AbsentColumns.AS_DEFAULT ? row.withDefaults() : row;
        } catch (UnknownFieldException e) {
            throw e;
        } catch (RowFormatException e) {
            throw new DataException(
                    e.getMessage() + ". It is in " + piece.region() + " at commit ts " + CommitTs.of(piece.commitTs())
                            + "; the capture stops in front of it. Report it with this place."
                            + RawPiece.wayPast(piece.commitTs()),
                    e);
        }
    }

    private static Piece describe(RawPiece piece) {
        return new Piece(
                piece.region().binlogTable(),
                piece.region().partition(),
                piece.region().regionId(),
                CommitTs.of(piece.startTs()),
                CommitTs.of(piece.commitTs()));
    }
}
