package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.error.RetriableException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.internal.meta.CloseSignal;
import io.github.binlogcapturer.internal.meta.MetaClient;
import io.github.binlogcapturer.spi.Region;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
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

    /** Payloads that cannot be read now may be there a moment later. */
    private static final long RETRY_MS = 500;

    private final PeerInquiry inquiry;
    private final Topology topology;
    private final MetaClient meta;
    private final CloseSignal signal;

    /** What came of trying a position at one peer. */
    private enum Trial {
        READABLE,
        GONE,
        /** The peer cannot have it, or has nothing to say of it. */
        NO_MATTER,
        /** The peer has the position, but cannot read it now. */
        BROKEN,
        UNKNOWN
    }

    OldestPosition(PeerInquiry inquiry, Topology topology, MetaClient meta, CloseSignal signal) {
        this.inquiry = inquiry;
        this.topology = topology;
        this.meta = meta;
        this.signal = signal;
    }

    CommitTs find(List<Region> regions) throws InterruptedException {
        long oldestTs = 0;
        Map<Long, Map<String, Long>> histories = new HashMap<>();
        for (Region region : regions) {
            // where a store is down, what the others have is the earliest that can be read now
            Map<String, Long> begins = histories(region, false);
            histories.put(region.regionId(), begins);
            oldestTs = Math.max(oldestTs, earliest(begins));
        }
        return CommitTs.of(stepForward(regions, histories, oldestTs));
    }

    /**
     * Returns where the longest history among the peers begins. A peer that has nothing yet may be passed over; one that cannot be asked
     * may not: it may be the only one that has the beginning, where the others were built from its snapshot.
     *
     * @throws ConfigurationException if the servers are too old to tell
     * @throws RetriableException if a peer cannot tell now
     */
    long beginningOf(Region region) throws InterruptedException {
        return earliest(histories(region, true));
    }

    private static long earliest(Map<String, Long> histories) {
        return histories.values().stream().mapToLong(Long::longValue).min().orElseThrow();
    }

    /**
     * Returns where the history of each peer begins, of those that have one; there is one at least.
     *
     * @param all whether a peer that cannot be asked is an error
     */
    private Map<String, Long> histories(Region region, boolean all) throws InterruptedException {
        Map<String, Long> begins = new HashMap<>();
        List<String> empty = new ArrayList<>();
        List<StoreAnswer.Failed> failures = new ArrayList<>();
        inquiry.histories(region.regionId()).forEach((peer, answer) -> {
            if (answer instanceof StoreAnswer.Failed failed) {
                failures.add(failed);
            } else if (answer instanceof StoreAnswer.History history) {
                if (history.isInitialised() && history.readableFrom() > 0) {
                    begins.put(peer, history.readableFrom());
                } else {
                    empty.add(peer + " has nothing in it yet");
                }
            }
        });
        if (begins.isEmpty()) {
            failures.forEach(failed -> empty.add(failed.detail()));
            boolean unsupported = failures.stream().anyMatch(failed -> failed.why() == ReadFailure.UNSUPPORTED);
            throw noHistory(region, unsupported, empty);
        }
        List<String> untold = failures.stream()
                .filter(failed -> failed.why() != ReadFailure.REGION_NOT_EXIST)
                .map(StoreAnswer.Failed::detail)
                .toList();
        if (!untold.isEmpty() && !all) {
            LOG.warn(
                    "The earliest position of {} is told without some of its peers, which may have a longer history: {}",
                    region,
                    describe(untold));
        } else if (!untold.isEmpty()) {
            throw new RetriableException(
                    "Where the binlog of " + region + " begins is not known before each of its peers"
                            + " has said so, since any may have the longest history: " + describe(untold)
                            + ". Try again when its stores are up, or have been removed from the region");
        }
        return begins;
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

    private long stepForward(List<Region> regions, Map<Long, Map<String, Long>> histories, long oldestTs)
            throws InterruptedException {
        long positionTs = oldestTs;
        long nowTs = meta.currentTs();
        Duration step = Duration.ofMinutes(1);
        int readable = 0;
        while (readable < regions.size() && positionTs < nowTs) {
            Region region = regions.get(readable);
            if (isReadable(region, positionTs, histories.getOrDefault(region.regionId(), Map.of()))) {
                readable++;
                continue;
            }
            long nextTs =
                    CommitTs.at(CommitTs.of(positionTs).instant().plus(step)).value();
            LOG.info(
                    "{} cannot be read from its oldest position on; the earliest one moves on to {}",
                    region,
                    CommitTs.of(Math.min(nextTs, nowTs)));
            positionTs = Math.min(nextTs, nowTs);
            step = step.multipliedBy(2);
            // a later position can fail where an earlier one worked, since a read covers other transactions
            readable = 0;
        }
        return positionTs;
    }

    private boolean isReadable(Region region, long positionTs, Map<String, Long> begins) throws InterruptedException {
        List<String> details = new ArrayList<>();
        List<Trial> trials = new ArrayList<>();
        List<StoreAnswer> answers = new ArrayList<>();
        for (String peer : topology.place(region.regionId()).leaderFirst()) {
            long beginsTs = begins.getOrDefault(peer, Long.MAX_VALUE);
            StoreAnswer answer = read(region, peer, positionTs);
            if (trial(answer, positionTs, beginsTs) == Trial.BROKEN) {
                signal.pause(RETRY_MS);
                answer = read(region, peer, positionTs);
            }
            Trial trial = trial(answer, positionTs, beginsTs);
            if (trial == Trial.READABLE) {
                return true;
            }
            trials.add(trial);
            details.add(answer instanceof StoreAnswer.Failed failed ? failed.detail() : peer + " lags behind");
            answers.add(answer);
        }
        answers.forEach(answer -> requireUndamaged(region, positionTs, answer));
        boolean gone = trials.contains(Trial.GONE) || trials.contains(Trial.BROKEN);
        if (!gone || trials.contains(Trial.UNKNOWN)) {
            throw new RetriableException("Not every peer of " + region + " that may have the earliest position can be"
                    + " read: " + describe(details) + ". Try again when its stores are up");
        }
        return false;
    }

    private StoreAnswer read(Region region, String peer, long positionTs) throws InterruptedException {
        return inquiry.ask(
                region.regionId(),
                peer,
                (stores, to, version) ->
                        stores.read(to, ReadRequest.plain(region.regionId(), version, positionTs, 1), READ_LIMIT));
    }

    /** @param beginsTs where the peer's history begins, by its own words; one that lags says "nothing new" of any position */
    private static Trial trial(StoreAnswer answer, long positionTs, long beginsTs) {
        boolean tooShort = positionTs < beginsTs;
        if (answer instanceof StoreAnswer.CaughtUp) {
            return tooShort ? Trial.NO_MATTER : Trial.READABLE;
        }
        if (!(answer instanceof StoreAnswer.Failed failed)) {
            return Trial.READABLE;
        }
        return switch (failed.why()) {
            case EXPIRED -> Trial.GONE;
            case NOT_READABLE -> Trial.BROKEN;
            case REGION_NOT_EXIST -> Trial.NO_MATTER;
            default -> tooShort ? Trial.NO_MATTER : Trial.UNKNOWN;
        };
    }

    private static void requireUndamaged(Region region, long positionTs, StoreAnswer answer) {
        if (answer instanceof StoreAnswer.Failed failed && failed.why() == ReadFailure.DAMAGED) {
            throw new DataException("The binlog of " + region + " behind " + CommitTs.of(positionTs) + " is damaged: "
                    + failed.detail() + ". Report it, with the state of these stores");
        }
    }

    private static String describe(List<String> failures) {
        return failures.isEmpty() ? "no peer is known" : String.join("; ", failures);
    }
}
