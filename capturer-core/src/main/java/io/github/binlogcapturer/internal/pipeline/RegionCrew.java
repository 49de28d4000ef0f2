package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.error.RetriableException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.internal.pipeline.RegionMessage.Joining;
import io.github.binlogcapturer.internal.pipeline.RegionMessage.Place;
import io.github.binlogcapturer.spi.Region;
import io.github.binlogcapturer.spi.RegionReader;
import io.github.binlogcapturer.spi.SourceSnapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The regions that are read: those of the start, those that have appeared since, less those that are gone. Each has a reader, a share of the
 * memory and a thread. Thread-safe. As a task it looks after regions that vanish.
 */
final class RegionCrew implements Workers.Task {

    private static final Logger LOG = LoggerFactory.getLogger(RegionCrew.class);

    private final CapturerConfig config;
    private final Lifecycle lifecycle;
    private final RegionMemory memory;
    private final BlockingQueue<RegionMessage> inbox;
    private final KnownRegions known;
    /** What is read in this run, from the start on. */
    private final Set<Long> binlogTables;

    private final List<MemberRegion> first;

    // guarded by this
    /** By region id; a region that has joined is there once it is settled. */
    private final SortedMap<Long, Long> beginnings = new TreeMap<>();

    private final Map<Long, RegionPump> pumps = new LinkedHashMap<>();
    private List<RegionPump> vanished = List.of();
    private @Nullable Workers workers;
    private Runnable onSettled = () -> {};

    private volatile long handedTs;

    RegionCrew(
            CapturerConfig config,
            List<Region> regions,
            KnownRegions known,
            RegionMemory memory,
            BlockingQueue<RegionMessage> inbox,
            Lifecycle lifecycle) {
        this.config = config;
        this.lifecycle = lifecycle;
        this.memory = memory;
        this.inbox = inbox;
        this.known = known;
        this.binlogTables = regions.stream().map(Region::binlogTableId).collect(Collectors.toSet());
        this.first = regions.stream()
                .map(region -> new MemberRegion(region, memory.join()))
                .toList();
        for (Region region : regions) {
            if (!known.haveGained(region)) {
                beginnings.put(region.regionId(), known.beginningTs(region));
            }
        }
    }

    /** Returns the regions of the start, in order: the merge counts them in the same way. */
    List<MemberRegion> first() {
        return first;
    }

    /** Returns the regions to be saved, see {@link io.github.binlogcapturer.spi.Checkpoint#regions}. */
    synchronized SortedMap<Long, Long> beginnings() {
        return new TreeMap<>(beginnings);
    }

    /** Returns how far each region is that is read, or waited for, now; not those that leave. */
    List<RegionProgress> progress() {
        List<RegionProgress> all = new ArrayList<>();
        for (RegionPump pump : pumps()) {
            RegionProgress progress = pump.progress();
            if (progress != null && !pump.isLeaving()) {
                all.add(progress);
            }
        }
        return all;
    }

    private synchronized List<RegionPump> pumps() {
        return List.copyOf(pumps.values());
    }

    /**
     * Starts to read the regions of the start.
     *
     * @param save saves the checkpoint; called when its regions have become more
     */
    synchronized void start(Workers threads, StartResolver.Start from, Runnable save) {
        workers = threads;
        onSettled = save;
        handedTs = from.handedTs();
        for (int i = 0; i < first.size(); i++) {
            MemberRegion member = first.get(i);
            start(threads, member, entrance(member.region(), i, from));
        }
        threads.start("regions", this);
    }

    private RegionPump.Entrance entrance(Region region, int source, StartResolver.Start from) {
        if (known.haveGained(region)) {
            return joining(region, () -> new Place(source, from.lowestTs(), from.handedTs()));
        }
        // who is further than others has got what this region had, so nothing of it is late
        Place place = new Place(source, from.lowestTs(), 0);
        long beginningTs = known.beginningTs(region);
        if (beginningTs <= place.boundTs()) {
            RegionReader reader = config.source().open(region, CommitTs.of(place.boundTs()));
            return new FirstRegion(place, new RegionPump.Opened(reader, place.boundTs()));
        }
        // opened behind the position, it would say that its history has expired
        CommitTs beginning = CommitTs.of(beginningTs);
        JoinedReader reader = new JoinedReader(region, config.source().open(region, beginning), beginning, place);
        return new FirstRegion(place, new RegionPump.Opened(reader, reader.emptyUpToTs()));
    }

    private JoiningRegion joining(Region region, JoiningRegion.Admission admission) {
        return new JoiningRegion(region, admission, config.source(), this::settled, lifecycle);
    }

    private Place admit(MemberRegion member) throws InterruptedException {
        CompletableFuture<Place> place = new CompletableFuture<>();
        inbox.put(new Joining(member, place));
        try {
            Place merged = place.get();
            // while one subscriber is read for, another may be ahead by what an earlier run gave it
            return new Place(merged.source(), merged.boundTs(), Math.max(merged.handedTs(), handedTs));
        } catch (ExecutionException e) {
            throw new IllegalStateException("The merge has refused " + member.region(), e);
        }
    }

    /** Called by the thread of the region before it hands anything over. */
    private void settled(Region region, CommitTs beginning) {
        Runnable save;
        synchronized (this) {
            beginnings.put(region.regionId(), beginning.value());
            save = onSettled;
        }
        // at once: a sink that keeps its position with the data may soon be beyond entries of the region, and a restart
        // that did not know the region would take them for late ones
        save.run();
    }

    private void start(Workers threads, MemberRegion member, RegionPump.Entrance entrance) {
        RegionPump pump = new RegionPump(
                member,
                entrance,
                memory,
                new RegionIntake(member, memory, config),
                new RegionExit(threads::isStopping),
                inbox,
                this::left,
                config.clock());
        pumps.put(member.region().regionId(), pump);
        threads.start("region-" + member.region().regionId(), pump);
    }

    /** Learns of the regions that there are. Does not block. Regions of binlog tables that are not read are none of its business. */
    synchronized void compare(SourceSnapshot snapshot) {
        Workers threads = workers;
        if (threads == null) {
            return;
        }
        Set<Long> there = new HashSet<>();
        for (Region region : snapshot.regions()) {
            there.add(region.regionId());
            if (binlogTables.contains(region.binlogTableId()) && !pumps.containsKey(region.regionId())) {
                MemberRegion member = new MemberRegion(region, memory.join());
                start(threads, member, joining(region, () -> admit(member)));
            }
        }
        vanished = pumps.values().stream()
                .filter(pump -> !there.contains(pump.region().regionId()) && !pump.isLeaving())
                .toList();
        notifyAll();
    }

    @Override
    public void run() throws InterruptedException {
        while (true) {
            dismiss(gone(awaitVanished()));
        }
    }

    private synchronized List<RegionPump> awaitVanished() throws InterruptedException {
        while (vanished.isEmpty()) {
            wait();
        }
        List<RegionPump> toCheck = vanished;
        vanished = List.of();
        return toCheck;
    }

    /** Only what the source confirms is gone; what it cannot tell is asked again after the next look at the regions. */
    private List<RegionPump> gone(List<RegionPump> toCheck) throws InterruptedException {
        List<RegionPump> gone = new ArrayList<>();
        for (RegionPump pump : toCheck) {
            try {
                if (config.source().isGone(pump.region())) {
                    gone.add(pump);
                }
            } catch (RetriableException | ConfigurationException e) {
                LOG.warn(
                        "{} is no longer among the regions, and whether it is gone cannot be told; it is waited for",
                        pump.region(),
                        e);
                lifecycle.tell(listener -> listener.onRefreshFailed(e));
            }
        }
        return gone;
    }

    private void dismiss(List<RegionPump> gone) {
        if (lifecycle.isStopping()) {
            // sinks have their time now, and nobody would learn what has left
            return;
        }
        for (RegionPump pump : gone) {
            long table = pump.region().binlogTableId();
            boolean others = pumps().stream()
                    .anyMatch(other ->
                            other.region().binlogTableId() == table && !other.isLeaving() && !gone.contains(other));
            if (!others) {
                throw new ConfigurationException(
                        "All regions of binlog table "
                                + pump.region().binlogTable() + " are gone, " + pump.region()
                                + " among them: it was dropped. Take another binlog table, and start from a position that it holds");
            }
        }
        gone.forEach(RegionPump::leave);
    }

    /** Called by the thread of the region at its end. */
    private void left(RegionPump pump, long reachedTs) {
        Region region = pump.region();
        synchronized (this) {
            pumps.remove(region.regionId(), pump);
            beginnings.remove(region.regionId());
        }
        CommitTs reached = CommitTs.of(reachedTs);
        LOG.warn(
                "{} is gone; it was read up to {}, and what it may have held beyond cannot be read any more."
                        + " The capture goes on without it",
                region,
                reached);
        lifecycle.tell(listener -> listener.onRegionLeft(region, reached));
    }

    /** How the regions of the start come in: the merge knows them from the beginning. */
    private record FirstRegion(Place place, RegionPump.Opened opened) implements RegionPump.Entrance {

        @Override
        public Place enter() {
            return place;
        }

        @Override
        public RegionPump.Opened open(Place where, RegionExit exit) {
            return opened;
        }
    }
}
