package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.internal.meta.Transport;
import io.github.binlogcapturer.spi.PeerReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks all known peers of a region one question at once, each with the version of the region that it wants. Thread-safe. */
final class PeerInquiry {

    /** One question to one peer. */
    @FunctionalInterface
    interface Question {
        StoreAnswer ask(StoreClient stores, String peer, long version) throws InterruptedException;
    }

    /** One question that is not waited for. */
    @FunctionalInterface
    private interface PeerQuestion {
        Transport.Pending start(String peer, long version, Executor executor, Consumer<StoreAnswer> reply);
    }

    private final StoreClient stores;
    private final Topology topology;

    PeerInquiry(StoreClient stores, Topology topology) {
        this.stores = stores;
        this.topology = topology;
    }

    /** Asks every peer how far back it can be read; the leader's answer is the first. */
    Map<String, StoreAnswer> histories(long regionId) throws InterruptedException {
        return askAll(
                regionId,
                (peer, version, executor, reply) -> stores.startHistory(peer, regionId, version, executor, reply));
    }

    /** Asks every peer which part of the binlog it has in external storage. */
    Map<String, StoreAnswer> offlineRanges(long regionId) throws InterruptedException {
        return askAll(
                regionId,
                (peer, version, executor, reply) -> stores.startOffline(peer, regionId, version, executor, reply));
    }

    /** Returns whether no peer has the region any more: one at least says so, and no other can be reached. */
    boolean isGoneEverywhere(long regionId) throws InterruptedException {
        boolean denied = false;
        for (StoreAnswer answer : histories(regionId).values()) {
            ReadFailure why = answer instanceof StoreAnswer.Failed failed ? failed.why() : null;
            if (why != ReadFailure.REGION_NOT_EXIST && why != ReadFailure.UNREACHABLE) {
                return false;
            }
            denied |= why == ReadFailure.REGION_NOT_EXIST;
        }
        return denied;
    }

    /** Asks all peers at once, so that dead ones cost one timeout together; those that tell of a newer version once more. */
    private Map<String, StoreAnswer> askAll(long regionId, PeerQuestion question) throws InterruptedException {
        RegionPlace place = topology.place(regionId);
        Map<String, StoreAnswer> answers = askAll(place.leaderFirst(), place.version(), question);
        List<String> outdated = new ArrayList<>();
        answers.forEach((peer, answer) -> {
            if (answer instanceof StoreAnswer.Failed failed && failed.why() == ReadFailure.VERSION_OLD) {
                topology.adopt(failed.regions());
                outdated.add(peer);
            }
        });
        long newer = topology.place(regionId).version();
        if (newer > place.version()) {
            answers.putAll(askAll(outdated, newer, question));
        }
        return answers;
    }

    private static Map<String, StoreAnswer> askAll(List<String> peers, long version, PeerQuestion question)
            throws InterruptedException {
        CallQueue queue = new CallQueue();
        Map<String, StoreAnswer> came = new HashMap<>();
        List<Transport.Pending> calls = new ArrayList<>();
        try {
            for (String peer : peers) {
                calls.add(question.start(peer, version, queue, answer -> came.put(peer, answer)));
            }
            while (came.size() < peers.size()) {
                queue.runOrWait(Long.MAX_VALUE);
            }
        } finally {
            calls.forEach(Transport.Pending::cancel);
        }
        Map<String, StoreAnswer> ordered = new LinkedHashMap<>();
        peers.forEach(peer -> ordered.put(peer, Objects.requireNonNull(came.get(peer))));
        return ordered;
    }

    /** Asks one peer, again where it tells that the region has changed. */
    StoreAnswer ask(long regionId, String peer, Question question) throws InterruptedException {
        long version = topology.place(regionId).version();
        StoreAnswer answer = question.ask(stores, peer, version);
        if (answer instanceof StoreAnswer.Failed failed && failed.why() == ReadFailure.VERSION_OLD) {
            topology.adopt(failed.regions());
            long newer = topology.place(regionId).version();
            return newer > version ? question.ask(stores, peer, newer) : answer;
        }
        return answer;
    }

    /**
     * Returns how each peer is.
     *
     * @param lastFailure how the last read from a peer failed, or null where it worked
     */
    List<PeerReport> inspect(long regionId, Function<String, @Nullable String> lastFailure)
            throws InterruptedException {
        List<PeerReport> reports = new ArrayList<>();
        histories(regionId).forEach((peer, answer) -> {
            String failure = lastFailure.apply(peer);
            reports.add(report(peer, answer, failure == null ? "" : "; the last read failed: " + failure));
        });
        return reports;
    }

    private static PeerReport report(String peer, StoreAnswer answer, String lastFailure) {
        if (answer instanceof StoreAnswer.History history) {
            return history.isInitialised()
                    ? new PeerReport.Answered(
                            peer,
                            timestamp(history.readableFrom()),
                            timestamp(history.info().getCheckPointTs()))
                    : new PeerReport.Silent(peer, peer + " has the region but nothing in it yet" + lastFailure);
        }
        String why = answer instanceof StoreAnswer.Failed failed ? failed.detail() : answer.outcome();
        return new PeerReport.Silent(peer, why + lastFailure);
    }

    /** A region that begins at 0 begins with its first timestamp. */
    private static CommitTs timestamp(long ts) {
        return CommitTs.of(Math.max(1, ts));
    }
}
