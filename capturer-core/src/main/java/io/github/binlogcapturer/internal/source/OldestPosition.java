package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.error.RetriableException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.internal.meta.MetaClient;
import io.github.binlogcapturer.spi.Region;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the earliest position from which every region can be read. One search's helper.
 *
 * <p>What the stores say is where their histories begin. It is tried before it is believed: a transaction behind that point may have
 * been prepared before it, and stores refuse to read over such a one; and payloads may have been dropped up to an hour before a store
 * notices. Then the position steps forward, by a minute at first and twice as far each time.
 */
final class OldestPosition {

    private static final Logger LOG = LoggerFactory.getLogger(OldestPosition.class);

    /** An answer that is larger is not received; that it exists is all that matters here. */
    private static final int READ_LIMIT = 1 << 20;

    private final PeerInquiry inquiry;
    private final Topology topology;
    private final MetaClient meta;

    OldestPosition(PeerInquiry inquiry, Topology topology, MetaClient meta) {
        this.inquiry = inquiry;
        this.topology = topology;
        this.meta = meta;
    }

    CommitTs find(List<Region> regions) throws InterruptedException {
        long oldestTs = 0;
        for (Region region : regions) {
            oldestTs = Math.max(oldestTs, beginningOf(region));
        }
        return CommitTs.of(stepForward(regions, oldestTs));
    }

    /**
     * Returns where the longest history among the peers begins.
     *
     * @throws ConfigurationException if the servers are too old to tell
     * @throws RetriableException if no peer can tell now
     */
    long beginningOf(Region region) throws InterruptedException {
        long oldestTs = Long.MAX_VALUE;
        List<String> failures = new ArrayList<>();
        boolean unsupported = false;
        for (Map.Entry<String, StoreAnswer> told :
                inquiry.histories(region.regionId()).entrySet()) {
            if (told.getValue() instanceof StoreAnswer.Failed failed) {
                failures.add(failed.detail());
                unsupported |= failed.why() == ReadFailure.UNSUPPORTED;
            } else if (told.getValue() instanceof StoreAnswer.History history) {
                if (history.isInitialised() && history.readableFrom() > 0) {
                    oldestTs = Math.min(oldestTs, history.readableFrom());
                } else {
                    failures.add(told.getKey() + " has nothing in it yet");
                }
            }
        }
        if (oldestTs == Long.MAX_VALUE) {
            throw noHistory(region, unsupported, failures);
        }
        return oldestTs;
    }

    private static RuntimeException noHistory(Region region, boolean unsupported, List<String> failures) {
        if (unsupported) {
            return new ConfigurationException("The stores of " + region
                    + " cannot say where their binlog begins, as servers before 2.2.1 cannot. Set the start position to"
                    + " StartPosition.at(...), after(...) or latest() instead of earliest(); where the region has just"
                    + " appeared, start the capture anew");
        }
        return new RetriableException("No peer of " + region + " can say where its binlog begins: " + describe(failures)
                + ". Try again when its stores are up and the region has been written to");
    }

    private long stepForward(List<Region> regions, long oldestTs) throws InterruptedException {
        long positionTs = oldestTs;
        long nowTs = meta.currentTs();
        Duration step = Duration.ofMinutes(1);
        int readable = 0;
        while (readable < regions.size() && positionTs < nowTs) {
            if (isReadable(regions.get(readable), positionTs)) {
                readable++;
                continue;
            }
            long nextTs =
                    CommitTs.at(CommitTs.of(positionTs).instant().plus(step)).value();
            LOG.info(
                    "{} cannot be read from its oldest position on; the earliest one moves on to {}",
                    regions.get(readable),
                    CommitTs.of(Math.min(nextTs, nowTs)));
            positionTs = Math.min(nextTs, nowTs);
            step = step.multipliedBy(2);
            // a later position can fail where an earlier one worked, since a read covers other transactions
            readable = 0;
        }
        return positionTs;
    }

    private boolean isReadable(Region region, long positionTs) throws InterruptedException {
        List<StoreAnswer.Failed> failures = new ArrayList<>();
        for (String peer : topology.place(region.regionId()).leaderFirst()) {
            StoreAnswer answer = inquiry.ask(
                    region.regionId(),
                    peer,
                    (stores, to, version) ->
                            stores.read(to, ReadRequest.plain(region.regionId(), version, positionTs, 1), READ_LIMIT));
            if (!(answer instanceof StoreAnswer.Failed failed)) {
                return true;
            }
            failures.add(failed);
        }
        List<String> details = failures.stream().map(StoreAnswer.Failed::detail).toList();
        if (failures.stream().anyMatch(failed -> failed.why() == ReadFailure.DAMAGED)) {
            throw new DataException("The binlog of " + region + " behind " + CommitTs.of(positionTs) + " is damaged: "
                    + describe(details) + ". Report it, with the state of these stores");
        }
        if (failures.stream().noneMatch(OldestPosition::meansGone)) {
            throw new RetriableException("No peer of " + region + " can be read to find the earliest position: "
                    + describe(details) + ". Try again when its stores are up");
        }
        return false;
    }

    private static boolean meansGone(StoreAnswer.Failed failed) {
        return failed.why() == ReadFailure.EXPIRED || failed.why() == ReadFailure.NOT_READABLE;
    }

    private static String describe(List<String> failures) {
        return failures.isEmpty() ? "no peer is known" : String.join("; ", failures);
    }
}
