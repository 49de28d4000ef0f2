package io.github.binlogcapturer.testkit.simulated;

import com.google.protobuf.ByteString;
import io.github.binlogcapturer.protocol.TableMutation;
import io.github.binlogcapturer.protocol.WireCodes;
import io.github.binlogcapturer.testkit.simulated.StatementEffect.Image;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a transaction logs, by binlog table and partition. Routes rows as BaikalDB does, its lost old images included. Not
 * thread-safe.
 */
final class TransactionPieces {

    /** The place of a piece: by binlog table, then by partition, as commit timestamps are handed out. */
    private record Place(long binlogTableId, long partition) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byTable = Long.compare(binlogTableId, other.binlogTableId);
            return byTable != 0 ? byTable : Long.compare(partition, other.partition);
        }
    }

    /** What a statement logs in one partition. */
    private static final class Share {
        private final List<Image> inserted = new ArrayList<>();
        private final List<Image> deleted = new ArrayList<>();
    }

    private final BinlogStores stores;
    private final Random random;
    private final boolean lostDeletes;
    private final Map<Place, OpenPiece> pieces = new TreeMap<>();
    private @Nullable TableMutation mark;

    TransactionPieces(BinlogStores stores, Random random, boolean lostDeletes) {
        this.stores = stores;
        this.random = random;
        this.lostDeletes = lostDeletes;
    }

    /** Returns the pieces by binlog table and partition. */
    List<OpenPiece> inOrder() {
        return List.copyOf(pieces.values());
    }

    /**
     * Logs a statement.
     *
     * @throws StatementFailedException if a row has no partition; then nothing of the statement is logged
     */
    void add(StatementEffect effect, String sql) {
        if (effect.isEmpty() || effect.table().links().isEmpty()) {
            return;
        }
        if (effect.table().isMark() && effect.kind() == StatementEffect.Kind.INSERT) {
            remember(effect);
            return;
        }
        Map<Link, Map<Long, Share>> routed = new LinkedHashMap<>();
        effect.table().links().forEach(link -> routed.put(link, route(effect, link)));
        routed.forEach(
                (link, shares) -> shares.forEach((partition, share) -> log(effect, sql, link, partition, share)));
    }

    private void remember(StatementEffect effect) {
        if (mark == null) {
            mark = TableMutation.newBuilder()
                    .setTableId(effect.table().tableId())
                    .addInsertRows(effect.inserted().get(0).bytes())
                    .addSequence(WireCodes.Mutation.INSERT)
                    .build();
        }
    }

    private Map<Long, Share> route(StatementEffect effect, Link link) {
        Map<Long, Share> shares = new TreeMap<>();
        effect.inserted()
                .forEach(image -> share(shares, effect, link, image).inserted.add(image));
        Set<Long> receiving = new TreeSet<>(shares.keySet());
        effect.deleted()
                .forEach(image -> share(shares, effect, link, image).deleted.add(image));
        if (lostDeletes && !receiving.isEmpty()) {
            // the server goes through the partitions of the new images only
            shares.keySet().retainAll(receiving);
        }
        return shares;
    }

    private static Share share(Map<Long, Share> shares, StatementEffect effect, Link link, Image image) {
        return shares.computeIfAbsent(partition(effect, link, image), partition -> new Share());
    }

    private static long partition(StatementEffect effect, Link link, Image image) {
        SimulatedTable table = effect.table();
        int partitions = link.binlog().partitions();
        if (partitions > 1 && effect.isFromStore() && link.sameHint() && table.partitions() == partitions) {
            return table.partition(image.version(), image.values());
        }
        return PartitionHash.partition(image.version().field(link.fieldId(), image.values()), partitions);
    }

    private void log(StatementEffect effect, String sql, Link link, long partition, Share share) {
        if (effect.kind() == StatementEffect.Kind.UPDATE) {
            // stores answer in any order
            Collections.shuffle(share.inserted, random);
            Collections.shuffle(share.deleted, random);
        }
        TableMutation.Builder mutation = TableMutation.newBuilder()
                .setTableId(effect.table().tableId())
                .addSequence(effect.mutationType())
                .setSql(ByteString.copyFromUtf8(sql))
                .setSign(SqlText.sign(sql));
        share.inserted.forEach(image -> mutation.addInsertRows(image.bytes()));
        share.deleted.forEach(image -> mutation.addDeletedRows(image.bytes()));
        piece(link.binlog(), partition)
                .add(mutation.build(), effect.table().name().toString(), partitionKey(link, share));
    }

    private static long partitionKey(Link link, Share share) {
        List<Image> images = share.inserted.isEmpty() ? share.deleted : share.inserted;
        Image last = images.get(images.size() - 1);
        return link.binlog().partitions() == 1
                ? 0
                : PartitionHash.key(last.version().field(link.fieldId(), last.values()));
    }

    private OpenPiece piece(SimulatedBinlog binlog, long partition) {
        return pieces.computeIfAbsent(new Place(binlog.tableId(), partition), place -> {
            List<Long> regions = stores.writableRegions(binlog.tableId(), partition);
            OpenPiece piece = new OpenPiece(binlog, partition, regions.get(random.nextInt(regions.size())));
            if (mark != null) {
                piece.addMark(mark);
            }
            return piece;
        });
    }
}
