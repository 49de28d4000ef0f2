package io.github.binlogcapturer.internal.schema;

import io.github.binlogcapturer.error.RetriableException;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.internal.testing.SnapshotSource;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.Region;
import io.github.binlogcapturer.spi.SourceSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SchemaCatalogTest {

    private static final long READ = 20;
    private static final long UNREAD = 21;
    private static final long MARK = 90;
    private static final Region FIRST = new Region(3, new TableName("cdc", "bl"), READ, 0);
    private static final Region SECOND = new Region(4, new TableName("cdc", "bl"), READ, 1);
    private static final Region FOREIGN = new Region(5, new TableName("cdc", "bl_other"), UNREAD, 0);

    private final List<SourceSnapshot> told = new ArrayList<>();
    private final List<Long> versionsWhenTold = new ArrayList<>();
    private final Script script = new Script();
    private final SchemaCatalog catalog = catalog(snapshot(Map.of(7L, READ), Set.of(MARK), table(7, 2)));

    @Test
    void shouldKnowWhatTheSourceHadFirst() {
        SchemaCatalog.View view = catalog.current();

        assertThat(view.tables()).containsOnlyKeys(7L);
        assertThat(view.table(8)).isNull();
        assertThat(view.isHome(7, READ)).isTrue();
        assertThat(view.isHome(7, UNREAD)).isFalse();
        assertThat(view.isMark(MARK)).isTrue();
        assertThat(view.isMark(7)).isFalse();
    }

    @Test
    void shouldTakeATableWithoutAHomeFromAnywhere() {
        SchemaCatalog.View view =
                catalog(snapshot(Map.of(), Set.of(), table(7, 1))).current();

        assertThat(view.isHome(7, READ)).isTrue();
        assertThat(view.isHome(7, UNREAD)).isTrue();
    }

    @Test
    void shouldTakeOverANewerVersion() throws Exception {
        script.next = snapshot(Map.of(7L, READ), Set.of(), table(7, 3));

        assertThat(version(catalog.refresh())).isEqualTo(3);
        assertThat(version(catalog.current())).isEqualTo(3);
    }

    @Test
    void shouldNotGoBackWhereAMetaServerLagsBehind() throws Exception {
        script.next = snapshot(Map.of(7L, READ), Set.of(), table(7, 1));

        assertThat(version(catalog.refresh())).isEqualTo(2);
    }

    @Test
    void shouldLeaveAnEarlierViewAsItWas() throws Exception {
        SchemaCatalog.View earlier = catalog.current();
        script.next = snapshot(Map.of(7L, READ, 8L, READ), Set.of(), table(7, 3), table(8, 1));
        catalog.refresh();

        assertThat(version(earlier)).isEqualTo(2);
        assertThat(earlier.table(8)).isNull();
    }

    @Test
    void shouldKeepWhatVanishes() throws Exception {
        script.next = snapshot(Map.of(8L, READ), Set.of(91L), table(8, 1));
        SchemaCatalog.View view = catalog.refresh();

        assertThat(view.tables()).containsOnlyKeys(7L, 8L);
        assertThat(view.isHome(7, UNREAD)).isFalse();
        assertThat(view.isMark(MARK)).isTrue();
        assertThat(view.isMark(91)).isTrue();
    }

    @Test
    void shouldKeepATablesHome() throws Exception {
        script.next = snapshot(Map.of(7L, UNREAD), Set.of(), table(7, 3));
        SchemaCatalog.View view = catalog.refresh();

        assertThat(version(view)).isEqualTo(3);
        assertThat(view.isHome(7, READ)).isTrue();
        assertThat(view.isHome(7, UNREAD)).isFalse();
    }

    @Test
    void shouldTakeInATableOfTheBinlogThatIsRead() throws Exception {
        script.next = snapshot(Map.of(7L, READ, 8L, READ), Set.of(), table(7, 2), table(8, 1));

        assertThat(catalog.refresh().table(8)).isNotNull();
    }

    @Test
    void shouldLeaveOutATableWhoseBinlogIsNotRead() throws Exception {
        script.next = snapshot(Map.of(7L, READ, 8L, UNREAD), Set.of(), table(7, 2), table(8, 1));

        assertThat(catalog.refresh().table(8)).isNull();
    }

    @Test
    void shouldTellOfTheRegionsBeforeItsSchemasAreUsed() throws Exception {
        script.next = snapshot(List.of(FIRST, SECOND), Map.of(7L, READ), Set.of(), table(7, 3));
        catalog.refresh();

        assertThat(told).containsExactly(script.next);
        assertThat(versionsWhenTold).containsExactly(2L);
    }

    @Test
    void shouldNotMindRegionsOfOtherBinlogTables() throws Exception {
        script.next = snapshot(List.of(FIRST, FOREIGN), Map.of(7L, READ), Set.of(), table(7, 3));

        assertThat(version(catalog.refresh())).isEqualTo(3);
    }

    @Test
    void shouldLeaveAllAsItWasWhereTheSourceCannotBeAsked() {
        SchemaCatalog.View before = catalog.current();

        assertThatThrownBy(catalog::refresh).isInstanceOf(RetriableException.class);
        assertThat(catalog.current()).isSameAs(before);
    }

    @Test
    void shouldTellTheMomentBeforeTheSourceWasAsked() throws Exception {
        script.next = snapshot(Map.of(), Set.of());
        script.nowNs = 500;
        script.askingTakesNs = 300;

        assertThat(catalog.refresh().askedAtNs()).isEqualTo(500);
        assertThat(catalog.refresh().askedAtNs()).isEqualTo(800);
    }

    private SchemaCatalog catalog(SourceSnapshot first) {
        return new SchemaCatalog(script, first, this::tell, script);
    }

    private void tell(SourceSnapshot snapshot) {
        told.add(snapshot);
        versionsWhenTold.add(version(catalog.current()));
    }

    private static long version(SchemaCatalog.View view) {
        return Objects.requireNonNull(view.table(7)).version();
    }

    private static TableSchema table(long tableId, long version) {
        return TableSchema.builder(tableId, new TableName("cdc", "t" + tableId))
                .version(version)
                .column("id", ColumnType.INT64)
                .primaryKey("id")
                .build();
    }

    private static SourceSnapshot snapshot(Map<Long, Long> homes, Set<Long> marks, TableSchema... tables) {
        return snapshot(List.of(FIRST), homes, marks, tables);
    }

    private static SourceSnapshot snapshot(
            List<Region> regions, Map<Long, Long> homes, Set<Long> marks, TableSchema... tables) {
        Map<Long, TableSchema> byId = Stream.of(tables).collect(Collectors.toMap(TableSchema::tableId, table -> table));
        return new SourceSnapshot(regions, byId, homes, marks, 1);
    }

    /** A source that gives one snapshot, and the clock it takes its time by. */
    private static final class Script extends SnapshotSource implements CaptureClock {

        private @Nullable SourceSnapshot next;
        private long nowNs;
        private long askingTakesNs;

        @Override
        public SourceSnapshot snapshot() {
            nowNs += askingTakesNs;
            if (next == null) {
                throw new RetriableException("no meta server answers");
            }
            return next;
        }

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public long nanoTime() {
            return nowNs;
        }
    }
}
