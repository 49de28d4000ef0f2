package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.internal.testing.FakeMeta;
import io.github.binlogcapturer.internal.testing.FakeStore;
import io.github.binlogcapturer.internal.testing.Wire;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.StoreRes;
import io.github.binlogcapturer.spi.Region;
import io.github.binlogcapturer.spi.RegionChunk;
import io.github.binlogcapturer.spi.RegionReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

import static io.github.binlogcapturer.internal.testing.Wire.success;

/** A meta server and a source over it; a test brings the stores. Regions are numbered from {@link #REGION} on, one per partition. */
final class SourceFixture implements AutoCloseable {

    static final long MINUTE = 60_000L << 18;
    /** One hour of the stream. */
    static final long START = 60 * MINUTE;

    static final long REGION = 300;

    final FakeMeta meta = FakeMeta.start();
    final TestConfig config = new TestConfig(meta.address());
    private final List<FakeStore> stores = new ArrayList<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private @Nullable BaikalSource source;

    FakeStore store(Function<StoreReq, StoreRes> answer) {
        FakeStore store = FakeStore.start(answer);
        stores.add(store);
        return store;
    }

    /** Returns the source, made of the settings at the first call. */
    BaikalSource source() {
        if (source == null) {
            source = new BaikalSource(config.build());
        }
        return source;
    }

    /** Makes a region per partition, each on some peers, and returns them. */
    List<Region> regions(String[]... peersOfPartitions) throws InterruptedException {
        meta.schemas.add(Wire.table(1, "shop", "orders", 30));
        meta.schemas.add(Wire.binlogTable(30, "shop", "bl", peersOfPartitions.length));
        for (int i = 0; i < peersOfPartitions.length; i++) {
            meta.regions.add(Wire.region(REGION + i, 30, i, peersOfPartitions[i]));
        }
        return source().snapshot().regions();
    }

    Region region(String... peers) throws InterruptedException {
        return regions(new String[][] {peers}).get(0);
    }

    /** Opens a reader of a region on some peers, the leader first, from {@link #START} on. */
    RegionReader open(String... peers) throws InterruptedException {
        return source().open(region(peers), CommitTs.of(START));
    }

    /** Does not answer before the test ends. */
    StoreRes hang() {
        try {
            release.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return success().build();
    }

    static CompletableFuture<RegionChunk> readAside(RegionReader reader) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return reader.read();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        });
    }

    static long begin(StoreReq request) {
        return request.getBinlogDesc().getBinlogTs();
    }

    static long rows(StoreReq request) {
        return request.getBinlogDesc().getReadBinlogCnt();
    }

    @Override
    public void close() {
        release.countDown();
        if (source != null) {
            source.close();
        }
        stores.forEach(FakeStore::close);
        meta.close();
    }
}
