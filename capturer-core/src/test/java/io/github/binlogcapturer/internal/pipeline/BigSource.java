package io.github.binlogcapturer.internal.pipeline;

import com.google.protobuf.CodedOutputStream;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.protocol.BinlogDesc;
import io.github.binlogcapturer.spi.BinlogSource;
import io.github.binlogcapturer.spi.Region;
import io.github.binlogcapturer.spi.RegionChunk;
import io.github.binlogcapturer.spi.RegionReader;
import io.github.binlogcapturer.spi.SourceSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/** Regions that hold nothing but large transactions, made when they are asked for: each region has one in each round. */
final class BigSource implements BinlogSource {

    static final long FIRST_TS = 1000;
    private static final long TABLE_ID = 7;
    private static final TableName BINLOG_TABLE = new TableName("cdc", "bl");

    private final int regions;
    private final int rounds;
    private final int rowsPerEntry;
    private final byte[] row;
    final AtomicLong bytesMade = new AtomicLong();
    final AtomicInteger rereads = new AtomicInteger();
    final Queue<WeakReference<byte[]>> made = new ConcurrentLinkedQueue<>();

    /**
     * @param entryBytes how large each transaction is, about
     * @param textBytes how long the text in each of its rows is
     */
    BigSource(int regions, int rounds, int entryBytes, int textBytes) {
        this.regions = regions;
        this.rounds = rounds;
        this.row = rowField(textBytes);
        this.rowsPerEntry = entryBytes / row.length;
    }

    int rowsPerEntry() {
        return rowsPerEntry;
    }

    int transactions() {
        return regions * rounds;
    }

    /** Returns the commit ts of the n-th transaction in order; the regions take turns. */
    static long commitTs(int number) {
        return FIRST_TS + 10L * number;
    }

    private static byte[] rowField(int textBytes) {
        return message(out -> {
            byte[] image = message(fields -> {
                fields.writeSInt64(1, 42);
                fields.writeByteArray(2, new byte[textBytes]);
            });
            out.writeByteArray(2, image);
        });
    }

    private byte[] entry(long commitTs) {
        bytesMade.addAndGet((long) rowsPerEntry * row.length);
        byte[] entry = entryBytes(commitTs - 5);
        made.add(new WeakReference<>(entry));
        return entry;
    }

    /** Written at once into an array of the right size, so that making one takes no more memory than having it. */
    private byte[] entryBytes(long startTs) {
        byte[] desc = BinlogDesc.newBuilder()
                .setBinlogTs(startTs)
                .setStartTs(startTs)
                .build()
                .toByteArray();
        byte[] table = message(out -> out.writeInt64(1, TABLE_ID));
        byte[] start = message(out -> out.writeInt64(2, startTs));
        int mutation = table.length + rowsPerEntry * row.length;
        int value = fieldSize(2, mutation);
        int binlog = start.length + fieldSize(5, value);
        byte[] entry = new byte[CodedOutputStream.computeByteArraySize(26, desc) + fieldSize(27, binlog)];
        write(entry, out -> {
            out.writeByteArray(26, desc);
            head(out, 27, binlog);
            out.writeRawBytes(start);
            head(out, 5, value);
            head(out, 2, mutation);
            out.writeRawBytes(table);
            for (int i = 0; i < rowsPerEntry; i++) {
                out.writeRawBytes(row);
            }
        });
        return entry;
    }

    private static int fieldSize(int field, int length) {
        return CodedOutputStream.computeTagSize(field) + CodedOutputStream.computeUInt32SizeNoTag(length) + length;
    }

    private static void head(CodedOutputStream out, int field, int length) throws IOException {
        out.writeTag(field, 2);
        out.writeUInt32NoTag(length);
    }

    private static byte[] message(Writing what) {
        byte[] space = new byte[1 << 17];
        return Arrays.copyOf(space, write(space, what));
    }

    private static int write(byte[] space, Writing what) {
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(space);
            what.to(out);
            return space.length - out.spaceLeft();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @FunctionalInterface
    private interface Writing {
        void to(CodedOutputStream out) throws IOException;
    }

    @Override
    public SourceSnapshot snapshot() {
        TableSchema table = TableSchema.builder(TABLE_ID, new TableName("cdc", "t"))
                .version(1)
                .column("id", ColumnType.INT64)
                .column("v", ColumnType.STRING)
                .primaryKey("id")
                .build();
        List<Region> all = LongStream.range(0, regions)
                .mapToObj(id -> new Region(id, BINLOG_TABLE, 1, id))
                .toList();
        return new SourceSnapshot(all, Map.of(TABLE_ID, table), Map.of(TABLE_ID, 1L), Set.of(), 1);
    }

    @Override
    public RegionReader open(Region region, CommitTs after) {
        return new Reader((int) region.regionId());
    }

    @Override
    public CommitTs latest() {
        return CommitTs.of(1);
    }

    @Override
    public CommitTs earliest(SourceSnapshot snapshot) {
        return CommitTs.of(1);
    }

    @Override
    public boolean rereads() {
        return true;
    }

    @Override
    public byte[] reread(Region region, CommitTs commitTs) {
        rereads.incrementAndGet();
        return entry(commitTs.value());
    }

    @Override
    public void close() {}

    private final class Reader implements RegionReader {

        private final int region;
        private int round;

        Reader(int region) {
            this.region = region;
        }

        @Override
        public RegionChunk read() throws InterruptedException {
            if (round > rounds) {
                new CountDownLatch(1).await();
            }
            if (round++ == rounds) {
                return new RegionChunk(new long[0], List.of(), commitTs(transactions() + 1));
            }
            long commitTs = commitTs((round - 1) * regions + region);
            return new RegionChunk(new long[] {commitTs}, List.of(entry(commitTs)), commitTs);
        }

        @Override
        public void close() {}
    }
}
