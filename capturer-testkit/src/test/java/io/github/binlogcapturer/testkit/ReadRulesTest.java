package io.github.binlogcapturer.testkit;

import io.github.binlogcapturer.protocol.BinlogQueryInfo;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.StoreRes;
import io.github.binlogcapturer.protocol.WireCodes;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.binlogcapturer.testkit.RecordingWriter.transaction;
import static org.assertj.core.api.Assertions.assertThat;

/** What one read returns, on a log of known shape. The closing FAKE is at 262145, in the millisecond after the last ts. */
class ReadRulesTest {

    private static final long REGION = 7;
    private static final long OLDEST = 99;
    private static final long CLOSING = (1L << 18) | 1;

    @TempDir
    private Path folder;

    private RecordedCluster cluster;
    private Client store;

    @BeforeEach
    void start() {
        // FAKE 100, T 110 (2 rows), FAKE 120, FAKE 121, T 130 (3 rows), T 131 (no row count), FAKE 140
        new RecordingWriter(folder)
                .schemas()
                .log(
                        REGION,
                        "000.res.bin",
                        LogEntry.fake(REGION, 100),
                        transaction(REGION, 105, 110, 2, 1000),
                        LogEntry.fake(REGION, 120),
                        LogEntry.fake(REGION, 121),
                        transaction(REGION, 125, 130, 3, 1000),
                        transaction(REGION, 126, 131, 0, 1000),
                        LogEntry.fake(REGION, 140));
        cluster =
                RecordedCluster.builder().folder(folder).maxResponseBytes(2500).start();
        store = new Client(cluster.peers(REGION).get(0));
    }

    @AfterEach
    void stop() {
        store.close();
        cluster.close();
    }

    @Test
    void shouldReadEverythingFromTheOldestTs() {
        RecordedCluster wide = RecordedCluster.builder().folder(folder).start();
        try (wide;
                Client reader = new Client(wide.peers(REGION).get(0))) {
            assertThat(reader.read(REGION, OLDEST, 1000).getCommitTsList())
                    .containsExactly(100L, 110L, 120L, 121L, 130L, 131L, 140L, CLOSING);
        }
    }

    @Test
    void shouldTakeTheBeginTsAsExclusive() {
        assertThat(store.read(REGION, 110, 0).getCommitTsList()).containsExactly(120L, 121L, 130L);
    }

    @Test
    void shouldReadFromATsThatIsNoEntry() {
        assertThat(store.read(REGION, 122, 0).getCommitTsList()).containsExactly(130L);
    }

    @Test
    void shouldReturnOneTransactionForCountZero() {
        assertThat(store.read(REGION, OLDEST, 0).getCommitTsList()).containsExactly(100L, 110L, 120L, 121L);
    }

    @Test
    void shouldReturnOneTransactionWithoutACount() {
        StoreReq.Builder request = Client.readRequest(REGION, OLDEST, 5).toBuilder();
        request.getBinlogDescBuilder().clearReadBinlogCnt();

        assertThat(store.store(request.build()).getCommitTsList()).containsExactly(100L, 110L, 120L, 121L);
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 4})
    void shouldGiveFurtherTransactionsWhileTheBudgetIsNotBelowZero(long count) {
        assertThat(store.read(REGION, OLDEST, count).getCommitTsList()).containsExactly(100L, 110L, 120L, 121L, 130L);
    }

    @Test
    void shouldCountATransactionWithoutRowCountAsOneRow() {
        assertThat(store.read(REGION, 121, 3).getCommitTsList()).containsExactly(130L, 131L, 140L, CLOSING);
        assertThat(store.read(REGION, 130, 0).getCommitTsList()).containsExactly(131L, 140L, CLOSING);
    }

    @Test
    void shouldShowOnlyFakesBeforeTheFirstTransactionForANegativeCount() {
        assertThat(store.read(REGION, OLDEST, -1).getCommitTsList()).containsExactly(100L);
        assertThat(store.read(REGION, 100, -1).getCommitTsList()).isEmpty();
        assertThat(store.read(REGION, 131, -1).getCommitTsList()).containsExactly(140L, CLOSING);
    }

    @Test
    void shouldKeepTheBytesOfAnAnswerBelowTheLimit() {
        assertThat(store.read(REGION, OLDEST, 1000).getCommitTsList()).containsExactly(100L, 110L, 120L, 121L, 130L);
    }

    @Test
    void shouldGiveTheFirstTransactionWhateverItsSize() {
        try (RecordedCluster narrow = RecordedCluster.builder()
                        .folder(folder)
                        .maxResponseBytes(1)
                        .start();
                Client reader = new Client(narrow.peers(REGION).get(0))) {
            assertThat(reader.read(REGION, OLDEST, 1000).getCommitTsList()).containsExactly(100L, 110L, 120L, 121L);
        }
    }

    @Test
    void shouldAnswerEmptyAtTheCheckPointAndAbove() {
        assertThat(store.read(REGION, CLOSING - 1, 10).getCommitTsList()).containsExactly(CLOSING);
        StoreRes atEnd = store.read(REGION, CLOSING, 10);
        StoreRes inFuture = store.read(REGION, Long.MAX_VALUE, 10);

        assertThat(atEnd.getErrcode()).isEqualTo(WireCodes.Err.SUCCESS);
        assertThat(atEnd.getBinlogsCount()).isZero();
        assertThat(inFuture).isEqualTo(atEnd);
    }

    @Test
    void shouldRefuseTsZero() {
        StoreRes answer = store.read(REGION, 0, 10);

        assertThat(answer.getErrcode()).isEqualTo(WireCodes.Err.GET_VALUE_FAIL);
        assertThat(answer.getErrmsg().toStringUtf8()).isEqualTo("get binlog check point ts");
    }

    @Test
    void shouldRefuseAReadWithoutATs() {
        StoreReq request =
                Client.readRequest(REGION, 1, 1).toBuilder().clearBinlogDesc().build();

        assertThat(store.store(request).getErrcode()).isEqualTo(WireCodes.Err.GET_VALUE_FAIL);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1, OLDEST - 1})
    void shouldRefuseATsBelowTheOldest(long beginTs) {
        StoreRes answer = store.read(REGION, beginTs, 10);

        assertThat(answer.getErrcode()).isEqualTo(WireCodes.Err.LESS_THAN_OLDEST_TS);
        assertThat(answer.getErrmsg().toStringUtf8()).isEqualTo("begin ts gt oldest ts");
    }

    @Test
    void shouldFailTheWholeReadWhenAPrewriteIsOlderThanTheOldest() {
        new RecordingWriter(folder)
                .log(8, "000.res.bin", LogEntry.fake(8, 100), transaction(8, 50, 110, 1, 10))
                .write(
                        "binlog/bl_part0_region8/query_binlog_ts.res.bin",
                        StoreRes.newBuilder()
                                .setErrcode(WireCodes.Err.SUCCESS)
                                .setBinlogInfo(BinlogQueryInfo.newBuilder().setOldestTs(60))
                                .build());
        try (RecordedCluster two = RecordedCluster.builder().folder(folder).start();
                Client reader = new Client(two.peers(8).get(0))) {
            StoreRes answer = reader.read(8, 60, 10);

            assertThat(answer.getErrcode()).isEqualTo(WireCodes.Err.LESS_THAN_OLDEST_TS);
            assertThat(answer.getBinlogsCount()).isZero();
            assertThat(reader.read(8, 110, 10).getErrcode()).isEqualTo(WireCodes.Err.SUCCESS);
        }
    }
}
