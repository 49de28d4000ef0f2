package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.spi.PeerReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks all known peers of a region one question, one after another, each with the version of the region that it wants. Thread-safe. */
final class PeerInquiry {

    /** One question to one peer. */
    @FunctionalInterface
    interface Question {
        StoreAnswer ask(StoreClient stores, String peer, long version) throws InterruptedException;
    }

    private final StoreClient stores;
    private final Topology topology;

    PeerInquiry(StoreClient stores, Topology topology) {
        this.stores = stores;
        this.topology = topology;
    }

    /** Asks every peer how far back it can be read; the leader's answer is the first. */
    Map<String, StoreAnswer> histories(long regionId) throws InterruptedException {
        Map<String, StoreAnswer> answers = new LinkedHashMap<>();
        for (String peer : topology.place(regionId).leaderFirst()) {
            answers.put(peer, ask(regionId, peer, (client, to, version) -> client.history(to, regionId, version)));
        }
        return answers;
    }

    /** Asks every peer which part of the binlog it has in external storage. */
    Map<String, StoreAnswer> offlineRanges(long regionId) throws InterruptedException {
        Map<String, StoreAnswer> answers = new LinkedHashMap<>();
        for (String peer : topology.place(regionId).leaderFirst()) {
            answers.put(peer, ask(regionId, peer, (client, to, version) -> client.offline(to, regionId, version)));
        }
        return answers;
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
