package io.github.binlogcapturer.internal.source;

import com.google.protobuf.ByteString;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.internal.testing.FakeStore;
import io.github.binlogcapturer.internal.testing.Wire;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.StoreRes;
import io.github.binlogcapturer.spi.Region;
import io.github.binlogcapturer.spi.RegionChunk;
import io.github.binlogcapturer.spi.RegionReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.github.binlogcapturer.internal.source.SourceFixture.REGION;
import static io.github.binlogcapturer.internal.source.SourceFixture.START;
import static io.github.binlogcapturer.internal.source.SourceFixture.begin;
import static io.github.binlogcapturer.internal.source.SourceFixture.readAside;
import static io.github.binlogcapturer.internal.source.SourceFixture.rows;
import static io.github.binlogcapturer.internal.testing.Wire.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Answers that no number of rows makes small: they are let in one after another, as memory allows. */
@Timeout(120)
class LargeAnswersTest {

    private static final int MIB = 1 << 20;

    private final SourceFixture fixture = new SourceFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private static StoreRes large(StoreReq request, int bytes) {
        return begin(request) > START
                ? success().build()
                : success()
                        .addBinlogs(Wire.commitWithSql(START, ByteString.copyFrom(new byte[bytes])))
                        .addCommitTs(START + 1)
                        .build();
    }

    @Test
    void shouldReadLargeTransactionsOfManyRegionsWithinMemory() throws Exception {
        fixture.config.memoryBytes = 9 * MIB;
        fixture.config.answerBytes = MIB;
        FakeStore store = fixture.store(request -> large(request, 4 * MIB));
        String[][] peers = new String[16][];
        Arrays.fill(peers, new String[] {store.address()});
        List<CompletableFuture<RegionChunk>> reads = new ArrayList<>();
        for (Region region : fixture.regions(peers)) {
            reads.add(readAside(fixture.source().open(region, CommitTs.of(START))));
        }

        for (CompletableFuture<RegionChunk> read : reads) {
            RegionChunk chunk = read.get(60, TimeUnit.SECONDS);
            assertThat(chunk.size()).isEqualTo(1);
            assertThat(chunk.entry(0)).hasSizeGreaterThan(4 * MIB);
        }
        assertThat(store.requests).hasSizeBetween(16 * 3, 16 * 5);
    }

    @Test
    void shouldNameSettingWhereTransactionIsLargerThanMemory() throws Exception {
        fixture.config.memoryBytes = 9 * MIB;
        fixture.config.answerBytes = MIB;
        FakeStore store = fixture.store(request -> large(request, 14 * MIB));
        RegionReader reader = fixture.open(store.address());

        assertThatThrownBy(reader::read)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("region " + REGION)
                .hasMessageContaining(CommitTs.of(START).toString())
                .hasMessageContaining("BinlogCapturerBuilder.memoryLimit to 16 MiB");
    }

    @Test
    void shouldGiveMemoryBackSoThatNextLargeOneIsRead() throws Exception {
        fixture.config.memoryBytes = 5 * MIB;
        fixture.config.answerBytes = MIB;
        FakeStore store = fixture.store(request -> {
            long ts = begin(request) + 1;
            return success()
                    .addBinlogs(Wire.commitWithSql(ts, ByteString.copyFrom(new byte[4 * MIB])))
                    .addCommitTs(ts)
                    .build();
        });
        RegionReader reader = fixture.open(store.address());

        for (int i = 1; i <= 3; i++) {
            assertThat(reader.read().watermarkTs()).isEqualTo(START + i);
        }
    }

    @Test
    void shouldAskForFewerRowsWhereThoseMakeAnswerLarge() throws Exception {
        fixture.config.answerBytes = MIB;
        ByteString sql = ByteString.copyFrom(new byte[100 << 10]);
        FakeStore store = fixture.store(request -> {
            StoreRes.Builder answer = success();
            for (long ts = begin(request) + 1; ts <= begin(request) + rows(request); ts++) {
                answer.addBinlogs(Wire.commitWithSql(ts - 1, sql)).addCommitTs(ts);
            }
            return answer.build();
        });
        fixture.config.readRows = 100;

        RegionChunk chunk = fixture.open(store.address()).read();

        assertThat(chunk.size()).isBetween(5, 20);
        assertThat(store.requests).hasSize(2);
        assertThat(rows(store.requests.get(0))).isEqualTo(100);
    }

    @Test
    void shouldTakeFloodOfHeartbeatsThatNoNumberOfRowsLimits() throws Exception {
        fixture.config.answerBytes = MIB;
        int count = 100_000;
        StoreRes.Builder flood = success();
        for (long ts = START + 1; ts <= START + count; ts++) {
            flood.addBinlogs(Wire.fake(ts)).addCommitTs(ts);
        }
        StoreRes answer = flood.build();
        FakeStore store = fixture.store(request -> answer);

        RegionChunk chunk = fixture.open(store.address()).read();

        assertThat(chunk.size()).isZero();
        assertThat(chunk.watermarkTs()).isEqualTo(START + count);
        assertThat(store.requests).hasSize(4);
        assertThat(rows(store.requests.get(3))).isEqualTo(1);
    }

    @Test
    void shouldTakeAnswerOfMoreThan64Mib() throws Exception {
        FakeStore store = fixture.store(request -> large(request, 65 * MIB));

        assertThat(fixture.open(store.address()).read().entry(0)).hasSizeGreaterThan(65 * MIB);
    }
}
