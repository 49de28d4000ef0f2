package io.github.binlogcapturer.internal.source;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.WireFormat;
import io.github.binlogcapturer.protocol.BaikalMethods;
import io.github.binlogcapturer.protocol.RegionInfo;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.StoreRes;
import io.github.binlogcapturer.protocol.WireCodes.Err;
import io.grpc.MethodDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@link StoreRes} to a read, taken from the wire without an object per entry: heartbeats are dropped while they come by, transactions
 * are copied once, into the arrays that are handed on. The timestamps come behind all entries, so they are kept for all of them.
 */
final class ReadResponse {

    /** {@link BaikalMethods#QUERY_BINLOG} with responses of this form. */
    static final MethodDescriptor<StoreReq, ReadResponse> METHOD = BaikalMethods.QUERY_BINLOG.toBuilder(
                    BaikalMethods.QUERY_BINLOG.getRequestMarshaller(), new Marshaller())
            .build();

    /** Larger than heartbeats are, which have 41 to 60 bytes, and smaller than transactions. */
    private static final int SCRATCH_BYTES = 96;

    /** Taken from the connection's buffers at once, several of which hold a frame each. */
    private static final int BUFFER_BYTES = 32 << 10;

    private static final int ERRCODE = tag(StoreRes.ERRCODE_FIELD_NUMBER, WireFormat.WIRETYPE_VARINT);
    private static final int ERRMSG = tag(StoreRes.ERRMSG_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    private static final int LEADER = tag(StoreRes.LEADER_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    private static final int REGIONS = tag(StoreRes.REGIONS_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    private static final int BINLOGS = tag(StoreRes.BINLOGS_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    private static final int COMMIT_TS = tag(StoreRes.COMMIT_TS_FIELD_NUMBER, WireFormat.WIRETYPE_VARINT);
    private static final int COMMIT_TS_PACKED =
            tag(StoreRes.COMMIT_TS_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);

    /**
     * A transaction.
     *
     * @param index its place among all entries, heartbeats included
     * @param rows as the server counts them
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on to who reads the rows, never compared
    record Transaction(int index, byte[] bytes, long rows) {}

    private final EntryPeek peek = new EntryPeek();
    private final byte[] scratch = new byte[SCRATCH_BYTES];
    private final List<Transaction> transactions = new ArrayList<>();
    private final List<RegionInfo> regions = new ArrayList<>();
    private long[] commitTs = new long[16];
    private int commitTsCount;
    private int entryCount;
    private long entryBytes;
    private @Nullable Integer errcode;
    private String errmsg = "";
    private String leader = "";
    private int damagedIndex;
    private @Nullable IOException damage;
    private @Nullable IOException broken;

    private ReadResponse() {}

    /** Reads a response to its end. Never fails: what cannot be read is {@link #broken} or {@link #damage}. */
    static ReadResponse parse(InputStream stream) {
        ReadResponse response = new ReadResponse();
        CodedInputStream input = CodedInputStream.newInstance(stream, BUFFER_BYTES);
        input.setSizeLimit(Integer.MAX_VALUE);
        try {
            response.readFrom(input);
        } catch (IOException unreadable) {
            response.broken = unreadable;
        }
        return response;
    }

    private void readFrom(CodedInputStream input) throws IOException {
        for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
            if (tag == BINLOGS) {
                readEntry(input, input.readRawVarint32());
            } else if (tag == COMMIT_TS) {
                add(input.readRawVarint64());
            } else if (tag == COMMIT_TS_PACKED) {
                int outer = input.pushLimit(input.readRawVarint32());
                while (!input.isAtEnd()) {
                    add(input.readRawVarint64());
                }
                input.popLimit(outer);
            } else {
                readOther(tag, input);
            }
        }
    }

    private void readOther(int tag, CodedInputStream input) throws IOException {
        if (tag == ERRCODE) {
            errcode = input.readInt32();
        } else if (tag == ERRMSG) {
            errmsg = new String(input.readByteArray(), StandardCharsets.UTF_8);
        } else if (tag == LEADER) {
            leader = new String(input.readByteArray(), StandardCharsets.UTF_8);
        } else if (tag == REGIONS) {
            regions.add(RegionInfo.parseFrom(input.readByteArray(), ExtensionRegistryLite.getEmptyRegistry()));
        } else {
            input.skipField(tag);
        }
    }

    private void readEntry(CodedInputStream input, int size) throws IOException {
        if (size < 0) {
            throw new IOException("an entry has the size " + size);
        }
        boolean small = size <= SCRATCH_BYTES;
        byte[] bytes = small ? scratch : input.readRawBytes(size);
        for (int i = 0; small && i < size; i++) {
            scratch[i] = input.readRawByte();
        }
        int index = entryCount++;
        entryBytes += size;
        try {
            long rows = peek.rows(bytes, size);
            if (rows != EntryPeek.FAKE) {
                transactions.add(new Transaction(index, small ? Arrays.copyOf(scratch, size) : bytes, rows));
            }
        } catch (IOException unreadable) {
            if (damage == null) {
                damage = unreadable;
                damagedIndex = index;
            }
        }
    }

    private void add(long ts) {
        if (commitTsCount == commitTs.length) {
            commitTs = Arrays.copyOf(commitTs, commitTsCount * 2);
        }
        commitTs[commitTsCount++] = ts;
    }

    boolean isSuccess() {
        return errcode != null && errcode == Err.SUCCESS;
    }

    /** Returns the error code, or null: two early exits of the server leave it unset. */
    @Nullable
    Integer errcode() {
        return errcode;
    }

    String errmsg() {
        return errmsg;
    }

    String leader() {
        return leader;
    }

    /** Returns the regions as the store knows them, where it told. */
    List<RegionInfo> regions() {
        return regions;
    }

    /** Returns how many entries there were, heartbeats included. */
    int entryCount() {
        return entryCount;
    }

    /** Returns the size of all entries, heartbeats included. */
    long entryBytes() {
        return entryBytes;
    }

    int commitTsCount() {
        return commitTsCount;
    }

    long commitTs(int index) {
        return commitTs[index];
    }

    /** Returns the entries that are no heartbeats, as they came. */
    List<Transaction> transactions() {
        return transactions;
    }

    /** Returns why an entry cannot be read, or null. */
    @Nullable
    IOException damage() {
        return damage;
    }

    /** Returns which entry that is. */
    int damagedIndex() {
        return damagedIndex;
    }

    /** Returns why the response as a whole cannot be read, or null. */
    @Nullable
    IOException broken() {
        return broken;
    }

    private static int tag(int field, int wireType) {
        return field << 3 | wireType;
    }

    private static final class Marshaller implements MethodDescriptor.Marshaller<ReadResponse> {

        @Override
        public InputStream stream(ReadResponse response) {
            throw new UnsupportedOperationException("A client sends no responses");
        }

        @Override
        public ReadResponse parse(InputStream stream) {
            return ReadResponse.parse(stream);
        }
    }
}
