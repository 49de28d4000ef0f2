package io.github.binlogcapturer.testkit.simulated;

import com.google.protobuf.ByteString;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.Piece;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.TableMutation;
import io.github.binlogcapturer.testkit.simulated.NodeAccident.DiesAfterPrewrite;
import io.github.binlogcapturer.testkit.simulated.NodeAccident.Fate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Many clients at once, and whether truth, rows and log agree afterwards. */
class SimulatedWorkloadTest {

    private final FakeCluster cluster = new FakeCluster();
    private final SimulatedDatabase database = cluster.database(3);
    private final SimulatedBinlog binlog = database.createBinlog("cdc.bl", 3, 2, true);
    private final SimulatedTable accounts = database.createTable(
            "cdc.accounts",
            t -> t.column("id", ColumnType.INT32)
                    .notNull("balance", ColumnType.INT64)
                    .notNull("shard", ColumnType.INT32)
                    .primaryKey("id")
                    .linkedTo(binlog, "shard"));
    private final SimulatedTable things = database.createTable(
            "cdc.things",
            t -> t.column("id", ColumnType.INT64)
                    .column("name", ColumnType.STRING)
                    .column("kind", ColumnType.STRING, "plain")
                    .column("price", ColumnType.DOUBLE)
                    .column("born", ColumnType.DATETIME)
                    .column("size", ColumnType.UINT8)
                    .primaryKey("id")
                    .uniqueKey("by_name", "name")
                    .linkedTo(binlog, "id"));

    @Test
    void shouldNeverChangeTheSumOfABank() throws Exception {
        WorkloadResult result = workload()
                .bank(accounts, "balance", 8, 1000)
                .transactions(300)
                .start()
                .await();

        assertThat(result.committed()).as("%s", result).isPositive();
        assertThat(sum(database.rows(accounts))).as("%s", result).isEqualTo(8000);
        Map<List<@Nullable Object>, List<@Nullable Object>> replica = new HashMap<>();
        for (Committed committed : database.commits()) {
            apply(committed, replica);
            assertThat(sum(replica)).as("%s after %s", result, committed).isEqualTo(8000);
        }
    }

    @Test
    void shouldEndInTheRowsThatTheCommitsLeadTo() throws Exception {
        WorkloadResult result = everything().start().await();

        Map<List<@Nullable Object>, List<@Nullable Object>> replica = new HashMap<>();
        for (Committed committed : database.commits()) {
            apply(committed, replica);
        }
        Map<List<@Nullable Object>, List<@Nullable Object>> rows = new HashMap<>();
        database.rows(things).forEach((key, row) -> rows.put(tagged("cdc.things", key), row));
        database.rows(accounts).forEach((key, row) -> rows.put(tagged("cdc.accounts", key), row));
        assertThat(replica).as("%s", result).isEqualTo(rows);
    }

    @Test
    void shouldLogWhatWasCommittedAndNothingElse() throws Exception {
        database.lostDeletes(false);
        WorkloadResult result = everything().start().await();

        Map<Long, StoreReq> prewrites = new HashMap<>();
        cluster.prewrites().forEach(prewrite -> prewrites.put(FakeCluster.startTs(prewrite), prewrite));
        assertThat(cluster.commits()).hasSameSizeAs(prewrites.values());
        for (Committed committed : database.commits()) {
            List<List<@Nullable Object>> logged = new ArrayList<>();
            for (Piece piece : committed.pieces()) {
                StoreReq prewrite =
                        Objects.requireNonNull(prewrites.get(piece.startTs().value()));
                assertThat(prewrite.getRegionId()).isEqualTo(piece.regionId());
                prewrite.getBinlog().getPrewriteValue().getMutationsList().forEach(mutation -> read(mutation, logged));
            }
            assertThat(logged).as("%s", result).containsExactlyInAnyOrderElementsOf(after(committed));
        }
    }

    @Test
    void shouldCommitEachRowInTheOrderOfExecution() throws Exception {
        WorkloadResult result = everything().start().await();

        Map<List<@Nullable Object>, List<@Nullable Object>> rows = new HashMap<>();
        for (Committed committed : database.commits()) {
            for (RowEdit edit : committed.edits()) {
                List<@Nullable Object> before = edit.before();
                if (before != null) {
                    assertThat(rows.remove(tagged(edit.table().toString(), before.subList(0, 1))))
                            .as("%s: %s of %s", result, edit, committed)
                            .isEqualTo(before);
                }
                List<@Nullable Object> after = edit.after();
                if (after != null) {
                    assertThat(rows.put(tagged(edit.table().toString(), edit.key()), after))
                            .as("%s: %s of %s", result, edit, committed)
                            .isNull();
                }
            }
        }
    }

    @Test
    void shouldGoOnWhenSqlNodesDie() throws Exception {
        database.lockTimeout(Duration.ofMillis(20));
        database.accidents(0.05, new DiesAfterPrewrite(Fate.COMMITTED_FORGOTTEN, Duration.ZERO));
        database.accidents(0.05, new DiesAfterPrewrite(Fate.ROLLED_BACK, Duration.ZERO));

        SimulatedWorkload workload =
                everything().transactions(Integer.MAX_VALUE).start();
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            cluster.recover();
            return workload.committed() >= 50;
        });
        WorkloadResult result = workload.stop();
        cluster.recover();

        assertThat(database.undecided()).isEmpty();
        assertThat(cluster.pending()).isEmpty();
        Map<List<@Nullable Object>, List<@Nullable Object>> replica = new HashMap<>();
        database.commits().forEach(committed -> apply(committed, replica));
        assertThat(replica)
                .as("%s", result)
                .hasSize(database.rows(things).size() + database.rows(accounts).size());
    }

    @Test
    void shouldRunWhileTheSchemaChanges() throws Exception {
        SimulatedWorkload workload =
                everything().transactions(Integer.MAX_VALUE).start();
        for (int i = 0; i < 5; i++) {
            things.addColumn("extra", ColumnType.INT32, i % 2 == 0 ? "7" : null);
            things.renameColumn("extra", "more");
            things.dropColumn("more");
        }

        WorkloadResult result = workload.stop();

        assertThat(database.rows(things).values()).as("%s", result).allMatch(row -> row.size() == 6);
    }

    @Test
    void shouldDoTheSameAgainWithTheSameSeedAndOneClient() throws Exception {
        List<List<StoreReq>> logs = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            SimulatedWorkloadTest run = new SimulatedWorkloadTest();
            run.everything().seed(17).clients(1).start().await();
            logs.add(run.cluster.log());
        }

        assertThat(logs.get(0)).isEqualTo(logs.get(1)).isNotEmpty();
    }

    @Test
    void shouldRefuseToStartWithNothingToWriteTo() {
        assertThatThrownBy(() -> workload().start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("call bank(...) or tables(...) first");
    }

    private SimulatedWorkload.Builder workload() {
        return SimulatedWorkload.builder(() -> database.begin("root", "10.0.0.7"));
    }

    private SimulatedWorkload.Builder everything() {
        return workload()
                .bank(accounts, "balance", 6, 1000)
                .tables(things)
                .keys(12)
                .transactions(200);
    }

    private static long sum(Map<List<@Nullable Object>, List<@Nullable Object>> rows) {
        return rows.values().stream().mapToLong(row -> (Long) row.get(1)).sum();
    }

    private static void apply(Committed committed, Map<List<@Nullable Object>, List<@Nullable Object>> replica) {
        for (RowEdit edit : committed.edits()) {
            List<@Nullable Object> before = edit.before();
            if (before != null) {
                replica.remove(tagged(edit.table().toString(), before.subList(0, 1)));
            }
            List<@Nullable Object> after = edit.after();
            if (after != null) {
                replica.put(tagged(edit.table().toString(), edit.key()), after);
            }
        }
    }

    private static List<@Nullable Object> tagged(String table, List<@Nullable Object> key) {
        List<@Nullable Object> tagged = new ArrayList<>(key);
        tagged.add(table);
        return tagged;
    }

    private void read(TableMutation mutation, List<List<@Nullable Object>> images) {
        SimulatedTable table = mutation.getTableId() == things.tableId() ? things : accounts;
        for (ByteString image : mutation.getInsertRowsList()) {
            images.add(RowBytes.asSelected(table.schema(), image));
        }
    }

    private static List<List<@Nullable Object>> after(Committed committed) {
        List<List<@Nullable Object>> images = new ArrayList<>();
        for (RowEdit edit : committed.edits()) {
            List<@Nullable Object> after = edit.after();
            if (after != null) {
                images.add(after);
            }
        }
        return images;
    }
}
