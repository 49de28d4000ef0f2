package io.github.binlogcapturer.testkit.simulated;

import io.github.binlogcapturer.protocol.BinlogQueryInfo;
import io.github.binlogcapturer.protocol.ExtraRes;
import io.github.binlogcapturer.protocol.RegionInfo;
import io.github.binlogcapturer.protocol.RegionOfflineBinlogInfo;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.StoreRes;
import io.github.binlogcapturer.protocol.WireCodes;
import io.github.binlogcapturer.testkit.servers.Answers;
import io.github.binlogcapturer.testkit.servers.ReadLimits;
import io.github.binlogcapturer.testkit.servers.RegionPeer;
import org.jspecify.annotations.Nullable;

/** A store's copy of a region. Its state is guarded by the group's monitor. */
final class SimulatedPeer implements RegionPeer {

    private final RegionGroup group;
    private final String address;
    private final CheckPoint checkPoint;

    private long applied;
    private long version;
    /** Below this the payload store of the machine has nothing; 0 while it has everything. */
    private long payloadsFrom;

    private int lags;
    private boolean down;
    private @Nullable Offline offline;

    SimulatedPeer(RegionGroup group, String address) {
        this.group = group;
        this.address = address;
        this.checkPoint = new CheckPoint();
        this.version = RegionGroup.FIRST_VERSION;
    }

    /** Makes a peer from the snapshot of another one. */
    SimulatedPeer(String address, SimulatedPeer source) {
        this.group = source.group;
        this.address = address;
        this.checkPoint = source.checkPoint.snapshot();
        this.applied = source.applied;
        this.version = source.version;
        this.offline = source.offline;
    }

    String address() {
        return address;
    }

    /** Applies the log as far as there is one, unless the peer lags or its store is down. */
    void catchUp(RegionLog log) {
        if (down || (lags > 0)) {
            return;
        }
        for (LogRecord entry : log.after(applied)) {
            apply(entry);
        }
        applied = log.lastIndex();
    }

    private void apply(LogRecord entry) {
        if (entry instanceof LogRecord.Prewrite prewrite) {
            checkPoint.prewrite(prewrite.startTs());
        } else if (entry instanceof LogRecord.Finish finish) {
            checkPoint.finish(finish.ts(), finish.startTs());
        } else if (entry instanceof LogRecord.Fake fake) {
            checkPoint.fake(fake.ts());
        } else if (entry instanceof LogRecord.History history) {
            checkPoint.extendBack(history.firstTs(), history.lastTs());
        } else if (entry instanceof LogRecord.Version raised) {
            version = raised.version();
        }
    }

    void setDown(boolean isDown) {
        down = isDown;
    }

    boolean down() {
        return down;
    }

    void lag(int change) {
        lags += change;
    }

    boolean lags() {
        return lags > 0;
    }

    /** Ends all lagging, as for a peer that has just been elected: raft elects nobody who lacks an entry. */
    void stopLagging() {
        lags = 0;
    }

    long applied() {
        return applied;
    }

    long version() {
        return version;
    }

    boolean initialized() {
        return checkPoint.check() != CheckPoint.BRAND_NEW;
    }

    /** Expires the payloads below a ts. */
    void shorten(long ts) {
        payloadsFrom = Math.max(payloadsFrom, ts);
    }

    void moveOffline(long fromTs, long toTs, long onlineFrom) {
        offline = new Offline(fromTs, toTs);
        shorten(onlineFrom);
    }

    long oldest() {
        return (checkPoint.oldest() < 0) ? checkPoint.oldest() : Math.max(checkPoint.oldest(), payloadsFrom);
    }

    /** Returns the ts below which this peer needs no payload. */
    long needsFrom() {
        Offline archived = offline;
        return (archived == null) ? oldest() : Math.min(oldest(), archived.fromTs());
    }

    @Override
    public RegionInfo info() {
        return group.info(address);
    }

    @Override
    public boolean leads() {
        return group.leader().equals(address);
    }

    @Override
    public void read(StoreReq request, StoreRes.Builder answer) {
        boolean archived = request.getBinlogDesc().getReadOfflineBinlog();
        BinlogReader.Bounds bounds;
        synchronized (group) {
            bounds = archived
                    ? offlineBounds(request.getBinlogDesc().getBinlogTs())
                    : new BinlogReader.Bounds(checkPoint.check(), oldest(), applied);
        }
        ReadLimits limits = new ReadLimits(request.getBinlogDesc().getReadBinlogCnt(), group.maxResponseBytes());
        new BinlogReader(group.regionId(), group.log(), request.getBinlogDesc(), bounds, limits, answer).read();
    }

    /** Returns bounds with nothing in them, which fail the read, where external storage does not have the begin ts. */
    private BinlogReader.Bounds offlineBounds(long begin) {
        Offline archived = offline;
        if ((archived == null) || (begin < archived.fromTs()) || (begin > archived.toTs())) {
            return new BinlogReader.Bounds(CheckPoint.BRAND_NEW, CheckPoint.BRAND_NEW, 0);
        }
        return new BinlogReader.Bounds(archived.toTs(), archived.fromTs(), applied);
    }

    @Override
    public void query(StoreRes.Builder answer) {
        synchronized (group) {
            Answers.succeed(answer, "success");
            answer.setBinlogInfo(BinlogQueryInfo.newBuilder()
                    .setRegionId(group.regionId())
                    .setOldestTs(oldest())
                    .setCheckPointTs(checkPoint.check())
                    .setRegionOldestTs(checkPoint.oldest())
                    .setBinlogCfOldestTs(payloadsFrom)
                    .setDataCfOldestTs(oldest()));
        }
    }

    @Override
    public void other(StoreReq request, StoreRes.Builder answer) {
        switch (request.getOpType()) {
            case WireCodes.Op.QUERY_OFFLINE_BINLOG -> queryOffline(answer);
            case WireCodes.Op.PREWRITE_BINLOG,
                    WireCodes.Op.COMMIT_BINLOG,
                    WireCodes.Op.ROLLBACK_BINLOG,
                    WireCodes.Op.FAKE_BINLOG -> write(request, answer);
            default -> Answers.fail(answer, WireCodes.Err.UNSUPPORT_REQ_TYPE, "unsupport req type");
        }
    }

    private void write(StoreReq request, StoreRes.Builder answer) {
        if (!request.hasBinlogDesc()) {
            Answers.fail(answer, WireCodes.Err.INPUT_PARAM_ERROR, "no binlog_desc");
            return;
        }
        group.propose(request);
        Answers.succeed(answer, "success");
    }

    private void queryOffline(StoreRes.Builder answer) {
        synchronized (group) {
            Answers.succeed(answer, "success");
            Offline archived = offline;
            if (archived != null) {
                answer.setExtraRes(ExtraRes.newBuilder()
                        .setOfflineBinlogInfo(RegionOfflineBinlogInfo.newBuilder()
                                .setOldestTs(archived.fromTs())
                                .setNewestTs(archived.toTs())));
            }
        }
    }

    CheckPoint checkPoint() {
        return checkPoint;
    }

    /** What external storage has of the region. */
    private record Offline(long fromTs, long toTs) {}
}
