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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes transactions of joined pieces. Owned by one thread. */
public final class TransactionDecoder {

    private final AbsentColumns absentColumns;
    private byte[] lastUser = new byte[0];
    private String lastUserText = "";

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
        for (RawPiece piece : pieces) {
            for (RawMutation mutation : piece.mutations()) {
                if (schemas.isMark(mutation.tableId())) {
                    return null;
                }
            }
        }
        List<RowChange> changes = pieces.size() == 1 ? changesOf(pieces.get(0), schemas) : changesOf(pieces, schemas);
        if (changes.isEmpty()) {
            return null;
        }
        RawPiece first = pieces.get(0);
        return new Transaction(
                first.txnId(),
                user(first),
                text(first, first.userIp()),
                pieces.stream().map(TransactionDecoder::describe).toList(),
                changes,
                pieces.stream().mapToLong(RawPiece::sizeBytes).sum());
    }

    private List<RowChange> changesOf(RawPiece piece, SchemaCatalog.View schemas) {
        List<RowChange> changes = new ArrayList<>(piece.mutations().size());
        for (DecodedMutation mutation : read(piece, schemas)) {
            ImagePairing.pair(mutation.kind(), mutation.statement(), mutation.inserted(), mutation.deleted(), changes);
        }
        return changes;
    }

    private List<RowChange> changesOf(List<RawPiece> pieces, SchemaCatalog.View schemas) {
        List<List<DecodedMutation>> read = new ArrayList<>(pieces.size());
        for (RawPiece piece : pieces) {
            List<DecodedMutation> mutations = read(piece, schemas);
            if (!mutations.isEmpty()) {
                read.add(mutations);
            }
        }
        if (read.isEmpty()) {
            return List.of();
        }
        List<RowChange> changes = new ArrayList<>();
        for (List<DecodedMutation> parts : StatementOrder.of(read)) {
            pair(parts, changes);
        }
        return changes;
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
            TableSchema schema = schemas.table(mutation.tableId());
            if (schema != null
                    && schemas.isHome(schema.tableId(), piece.region().binlogTableId())) {
                byte[] entry = piece.entry();
                Slice sql = mutation.sql();
                decoded.add(new DecodedMutation(
                        schema.tableId(),
                        mutation.kind(),
                        new Statement(entry, sql.offset(), sql.length(), mutation.sign()),
                        rows(piece, schema, mutation.inserted()),
                        rows(piece, schema, mutation.deleted())));
            }
        }
        return decoded;
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
                            + "; the capture stops in front of it. Report it with this place",
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

    /** Nearly always the same user as the time before. */
    private String user(RawPiece piece) {
        Slice user = piece.user();
        int end = user.offset() + user.length();
        if (!Arrays.equals(piece.entry(), user.offset(), end, lastUser, 0, lastUser.length)) {
            lastUser = Arrays.copyOfRange(piece.entry(), user.offset(), end);
            lastUserText = new String(lastUser, StandardCharsets.UTF_8);
        }
        return lastUserText;
    }

    private static String text(RawPiece piece, Slice slice) {
        return slice.length() == 0
                ? ""
                : new String(piece.entry(), slice.offset(), slice.length(), StandardCharsets.UTF_8);
    }
}
