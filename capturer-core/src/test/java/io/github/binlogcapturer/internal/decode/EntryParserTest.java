package io.github.binlogcapturer.internal.decode;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnknownFieldSet;
import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.protocol.Binlog;
import io.github.binlogcapturer.protocol.BinlogDesc;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.TableMutation;
import io.github.binlogcapturer.protocol.WireCodes;
import io.github.binlogcapturer.spi.Region;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EntryParserTest {

    private static final Region REGION = Entries.region(1);
    private static final TableMutation MUTATION = TableMutation.newBuilder()
            .setTableId(7)
            .addInsertRows(bytes("new one"))
            .addInsertRows(bytes(""))
            .addDeletedRows(bytes("old one"))
            .addSequence(WireCodes.Mutation.UPDATE)
            .setSql(bytes("update acct set note='ü'"))
            .setSign(-5)
            .build();
    private static final TableMutation BARE = TableMutation.newBuilder()
            .setTableId(Long.MAX_VALUE)
            .addSequence(WireCodes.Mutation.DELETE)
            .build();

    @Test
    void shouldFindTheHeader() {
        RawPiece piece = parse(Entries.entry(Entries.START_TS, MUTATION));

        assertThat(piece.region()).isEqualTo(REGION);
        assertThat(piece.commitTs()).isEqualTo(Entries.COMMIT_TS);
        assertThat(piece.startTs()).isEqualTo(Entries.START_TS);
        assertThat(piece.txnId()).isEqualTo(1_099_511_627_829L);
        assertThat(text(piece, piece.user())).isEqualTo("root");
        assertThat(text(piece, piece.userIp())).isEqualTo("127.0.0.1");
    }

    @Test
    void shouldFindTheMutationsThatTheGeneratedParserFinds() {
        StoreReq entry = Entries.entry(Entries.START_TS, MUTATION, BARE, MUTATION);

        assertThat(mutations(parse(entry)))
                .isEqualTo(entry.getBinlog().getPrewriteValue().getMutationsList());
    }

    @Test
    void shouldCountTheWholeEntryAndItsObjectsAsHeld() {
        StoreReq entry = Entries.entry(Entries.START_TS, MUTATION);

        assertThat(parse(entry).heldBytes()).isGreaterThan(entry.getSerializedSize());
    }

    @Test
    void shouldReadAPackedSequence() {
        ByteString packed = bytes(String.valueOf((char) WireCodes.Mutation.DELETE));
        TableMutation mutation = TableMutation.newBuilder()
                .setTableId(7)
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(5, lengthDelimited(packed))
                        .build())
                .build();

        assertThat(parse(Entries.entry(1, mutation)).mutations().get(0).kind()).isEqualTo(WireCodes.Mutation.DELETE);
    }

    @Test
    void shouldTakeAStatementWithoutSequenceForAnInsert() {
        TableMutation mutation = TableMutation.newBuilder().setTableId(7).build();

        assertThat(parse(Entries.entry(1, mutation)).mutations().get(0).kind()).isEqualTo(WireCodes.Mutation.INSERT);
    }

    @Test
    void shouldSkipFieldsThatItDoesNotKnow() {
        StoreReq known = Entries.entry(
                Entries.START_TS,
                MUTATION.toBuilder().setUnknownFields(strange()).build());
        StoreReq entry = known.toBuilder()
                .setUnknownFields(strange())
                .setBinlogDesc(known.getBinlogDesc().toBuilder().setUnknownFields(strange()))
                .setBinlog(known.getBinlog().toBuilder()
                        .setUnknownFields(strange())
                        .setPrewriteValue(known.getBinlog().getPrewriteValue().toBuilder()
                                .setSchemaVersion(9)
                                .setUnknownFields(strange())))
                .build();

        assertThat(mutations(parse(entry))).containsExactly(MUTATION);
    }

    @Test
    void shouldTakeTheStartTsFromWhereverItIs() {
        StoreReq bare = StoreReq.newBuilder()
                .setBinlog(Binlog.newBuilder().setStartTs(41))
                .build();
        StoreReq old = StoreReq.newBuilder()
                .setBinlogDesc(BinlogDesc.newBuilder().setBinlogTs(42))
                .setBinlog(Binlog.newBuilder())
                .build();

        assertThat(parse(bare).startTs()).isEqualTo(41);
        assertThat(parse(old).startTs()).isEqualTo(42);
    }

    @Test
    void shouldRefuseAnEntryWithoutStartTs() {
        assertRefused(
                StoreReq.newBuilder().setBinlog(Binlog.newBuilder()).build().toByteArray(), "no start ts");
    }

    @Test
    void shouldRefuseAnEntryWithoutBinlog() {
        assertRefused(Entries.entry(1).toBuilder().clearBinlog().build().toByteArray(), "holds no binlog");
        assertRefused(new byte[0], "holds no binlog");
    }

    @Test
    void shouldRefuseUpdateRowsWhoseMeaningIsNotKnown() {
        TableMutation mutation = MUTATION.toBuilder().addUpdateRows(bytes("?")).build();

        assertRefused(Entries.entry(1, mutation).toByteArray(), "update_rows");
    }

    @Test
    void shouldRefuseWhatIsNoTag() throws Exception {
        byte[] wideTag = new byte[10];
        CodedOutputStream.newInstance(wideTag).writeUInt64NoTag(1L << 40 | 8);

        assertRefused(new byte[] {0, 0}, "no tag");
        assertRefused(wideTag, "no tag");
    }

    @Test
    void shouldParseOrRefuseAnEntryCutOffAnywhere() {
        byte[] entry = Entries.entry(Entries.START_TS, MUTATION, BARE).toByteArray();

        for (int length = 0; length < entry.length; length++) {
            parseOrRefuse(Arrays.copyOf(entry, length));
        }
    }

    @Test
    void shouldParseOrRefuseADamagedEntry() {
        byte[] entry = Entries.entry(Entries.START_TS, MUTATION, BARE, MUTATION).toByteArray();
        int refused = 0;
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            byte[] damaged = entry.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            refused += parseOrRefuse(damaged).isEmpty() ? 1 : 0;
        }

        assertThat(refused).isPositive();
    }

    /** Any outcome but a piece whose slices lie within the entry, or a DataException with the place, fails the test. */
    private static Optional<RawPiece> parseOrRefuse(byte[] bytes) {
        try {
            RawPiece piece = EntryParser.parse(REGION, Entries.COMMIT_TS, bytes);
            mutations(piece);
            return Optional.of(piece);
        } catch (DataException e) {
            assertThat(e)
                    .hasMessageContainingAll(
                            REGION.toString(), CommitTs.of(Entries.COMMIT_TS).toString());
            return Optional.empty();
        }
    }

    private static void assertRefused(byte[] bytes, String why) {
        assertThatThrownBy(() -> EntryParser.parse(REGION, Entries.COMMIT_TS, bytes))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll(
                        REGION.toString(), CommitTs.of(Entries.COMMIT_TS).toString(), why);
    }

    private static RawPiece parse(StoreReq entry) {
        return Entries.piece(REGION, Entries.COMMIT_TS, entry);
    }

    private static List<TableMutation> mutations(RawPiece piece) {
        return piece.mutations().stream()
                .map(mutation -> mutation(piece, mutation))
                .toList();
    }

    private static TableMutation mutation(RawPiece piece, RawMutation found) {
        TableMutation.Builder mutation = TableMutation.newBuilder()
                .setTableId(found.tableId())
                .addSequence(found.kind())
                .addAllInsertRows(bytes(piece, found.inserted()))
                .addAllDeletedRows(bytes(piece, found.deleted()));
        if (found.sql().length() > 0) {
            mutation.setSql(bytes(piece, List.of(found.sql())).get(0));
        }
        return found.sign() == 0
                ? mutation.build()
                : mutation.setSign(found.sign()).build();
    }

    private static List<ByteString> bytes(RawPiece piece, List<Slice> slices) {
        return slices.stream()
                .map(slice -> ByteString.copyFrom(piece.entry(), slice.offset(), slice.length()))
                .toList();
    }

    private static String text(RawPiece piece, Slice slice) {
        return bytes(piece, List.of(slice)).get(0).toStringUtf8();
    }

    private static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }

    private static UnknownFieldSet.Field lengthDelimited(ByteString value) {
        return UnknownFieldSet.Field.newBuilder().addLengthDelimited(value).build();
    }

    private static UnknownFieldSet strange() {
        return UnknownFieldSet.newBuilder()
                .addField(
                        1000,
                        UnknownFieldSet.Field.newBuilder()
                                .addVarint(-1)
                                .addFixed32(7)
                                .addFixed64(8)
                                .build())
                .addField(1001, lengthDelimited(bytes("strange")))
                .build();
    }
}
