package io.github.binlogcapturer.server.cli;

import io.github.binlogcapturer.cluster.BaikalCluster;
import io.github.binlogcapturer.cluster.BinlogLink;
import io.github.binlogcapturer.cluster.ClusterRegion;
import io.github.binlogcapturer.cluster.ClusterTable;
import io.github.binlogcapturer.cluster.MetaServerReport;
import io.github.binlogcapturer.error.CapturerException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.server.config.ClusterSettings;
import io.github.binlogcapturer.server.config.ServerPlan;
import io.github.binlogcapturer.server.terminal.Texts;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.PeerReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks whether the source can be captured: meta servers, namespace, tables and their links, regions, the clock. */
final class ClusterCheck {

    /** How far behind a check point may be before it counts as standing still. */
    private static final Duration STILL = Duration.ofMinutes(1);

    private static final Duration CLOCK_DIFFERENCE = Duration.ofSeconds(10);

    /**
     * What later looks need.
     *
     * @param namespace the one that is captured
     * @param tables the captured ones
     * @param oldest per region the oldest position that one of its peers still has, the newest of these first to be lost
     */
    record Seen(String namespace, List<ClusterTable> tables, Optional<CommitTs> oldest) {}

    private final BaikalCluster cluster;
    private final ServerPlan plan;
    private final ClusterSettings settings;
    private final CaptureClock clock;
    private final CheckList list;

    ClusterCheck(BaikalCluster cluster, ServerPlan plan, CaptureClock clock, CheckList list) {
        this.cluster = cluster;
        this.plan = plan;
        this.settings = plan.cluster();
        this.clock = clock;
        this.list = list;
    }

    /** Looks at all; returns empty where nothing further can be looked at. */
    Optional<Seen> run() throws InterruptedException {
        metaServers();
        Optional<List<ClusterTable>> all = list.look(
                "tables of the cluster", "start a meta server that leads, or mend its address", cluster::tables);
        if (all.isEmpty()) {
            return Optional.empty();
        }
        clock();
        return namespace(all.get()).flatMap(namespace -> tables(namespace, all.get()));
    }

    private void metaServers() throws InterruptedException {
        Optional<List<MetaServerReport>> reports = list.look(
                "meta servers " + String.join(", ", settings.metaServers()),
                "look at source.metaServers (metaServer in config.cfg)",
                cluster::metaServers);
        for (MetaServerReport report : reports.orElse(List.of())) {
            String what = "meta server " + report.address() + ": " + report.detail();
            if (report.reachable()) {
                list.ok(what);
            } else {
                list.bad(what, "start it, open the way to it, or take it out of the configuration");
            }
        }
    }

    private void clock() throws InterruptedException {
        Optional<CommitTs> oracle =
                list.look("clock of the cluster", "see that the oracle of the meta servers works", cluster::now);
        oracle.ifPresent(ts -> {
            Duration difference = Duration.between(ts.instant(), clock.now());
            String what = "clock is " + Texts.duration(difference.abs())
                    + (difference.isNegative() ? " behind" : " ahead of") + " the cluster's";
            if (difference.abs().compareTo(CLOCK_DIFFERENCE) <= 0) {
                list.ok(what);
            } else {
                list.bad(
                        what,
                        "run a time service (chrony, ntpd) on both machines; lag figures are wrong by that much until then");
            }
        });
    }

    private Optional<String> namespace(List<ClusterTable> all) {
        Set<String> known = new LinkedHashSet<>();
        all.forEach(table -> known.add(table.namespace()));
        Optional<String> wanted = CapturedTables.namespace(settings, all);
        if (wanted.filter(known::contains).isPresent()) {
            list.ok("namespace " + wanted.get());
            return wanted;
        }
        String what = wanted.map(name -> "namespace " + name + " is not there")
                .orElse("no table has the id " + settings.binlogTableIds() + " of the binlog table");
        list.bad(
                what,
                known.isEmpty()
                        ? "the cluster has no tables; create them"
                        : wanted.map(name -> "name one of " + String.join(", ", known))
                                        .orElseGet(() -> ids(all)) + "; 'capturer tables' lists all tables");
        return Optional.empty();
    }

    private static String ids(List<ClusterTable> all) {
        List<String> there = all.stream()
                .filter(ClusterTable::binlog)
                .map(table -> table.tableId() + " (" + table.name() + ")")
                .toList();
        return there.isEmpty()
                ? "the cluster has no binlog table, create one"
                : "give binlogTableID one of " + String.join(", ", there);
    }

    private Optional<Seen> tables(String namespace, List<ClusterTable> all) {
        List<ClusterTable> here = all.stream()
                .filter(table -> table.namespace().equals(namespace))
                .toList();
        List<ClusterTable> binlogs = here.stream()
                .filter(ClusterTable::binlog)
                .filter(table -> CapturedTables.isRead(table, settings))
                .toList();
        if (binlogs.isEmpty()) {
            list.bad(
                    "no binlog table" + named() + " in namespace " + namespace,
                    "create one, and link tables to it by 'capturer link'; the README tells how, in \"On a real cluster\"");
            return Optional.empty();
        }
        List<ClusterTable> wanted = here.stream()
                .filter(table -> !table.binlog() && CapturedTables.isWanted(table, plan))
                .toList();
        List<ClusterTable> captured = new ArrayList<>();
        wanted.forEach(table -> {
            if (link(table, binlogs)) {
                captured.add(table);
            }
        });
        if (captured.isEmpty()) {
            list.bad(
                    "no table is captured by " + settings.tables() + " in namespace " + namespace,
                    "'capturer tables' lists what there is; mend source.tables, or link tables by 'capturer link'");
            return Optional.empty();
        }
        return Optional.of(new Seen(namespace, captured, regions(usedBy(captured, binlogs))));
    }

    private String named() {
        if (!settings.binlogTables().isEmpty()) {
            return " " + String.join(", ", settings.binlogTables());
        }
        return settings.binlogTableIds().isEmpty() ? "" : " of id " + settings.binlogTableIds();
    }

    /** With the original's files all tables are captured that are linked, so one that is not is no mistake. */
    private boolean link(ClusterTable table, List<ClusterTable> binlogs) {
        Optional<ClusterTable> linked = binlogs.stream()
                .filter(binlog ->
                        table.links().stream().map(BinlogLink::binlogTableId).anyMatch(id -> id == binlog.tableId()))
                .findFirst();
        if (linked.isPresent()) {
            list.ok("table " + table.name() + " is linked to " + linked.get().name());
        } else if (settings.namespace().isPresent() || settings.binlogTableIds().isEmpty()) {
            ClusterTable binlog = binlogs.get(0);
            list.bad(
                    "table " + table.name() + " is not linked to " + binlog.name() + ", so its changes are not logged",
                    "capturer link " + table.name() + " --binlog " + binlog.name()
                            + (binlog.partitions() > 1 ? " --field COLUMN" : "") + " --config " + plan.file());
        }
        return linked.isPresent();
    }

    private static List<ClusterTable> usedBy(List<ClusterTable> captured, List<ClusterTable> binlogs) {
        return binlogs.stream()
                .filter(binlog -> captured.stream()
                        .flatMap(table -> table.links().stream())
                        .anyMatch(link -> link.binlogTableId() == binlog.tableId()))
                .toList();
    }

    private Optional<CommitTs> regions(List<ClusterTable> binlogs) {
        List<CommitTs> oldest = new ArrayList<>();
        for (ClusterTable binlog : binlogs) {
            List<ClusterRegion> regions;
            try {
                regions = cluster.regions(binlog);
            } catch (CapturerException e) {
                list.bad("regions of " + binlog.name() + ": " + e.getMessage(), "see that meta servers and stores run");
                continue;
            }
            partitions(binlog, regions);
            regions.forEach(region -> region(region).ifPresent(oldest::add));
        }
        return oldest.stream().max(Comparator.naturalOrder());
    }

    private void partitions(ClusterTable binlog, List<ClusterRegion> regions) {
        Set<Long> present = new LinkedHashSet<>();
        regions.forEach(region -> present.add(region.region().partition()));
        if (present.size() >= binlog.partitions()) {
            list.ok("binlog table " + binlog.name() + " has " + regions.size() + " regions in " + binlog.partitions()
                    + " partitions");
        } else {
            list.bad(
                    "binlog table " + binlog.name() + " has regions in " + present.size() + " of " + binlog.partitions()
                            + " partitions",
                    "see that all stores of the cluster run and have reported to the meta servers");
        }
    }

    private Optional<CommitTs> region(ClusterRegion region) {
        List<PeerReport.Answered> answers = region.peers().stream()
                .filter(PeerReport.Answered.class::isInstance)
                .map(PeerReport.Answered.class::cast)
                .toList();
        for (PeerReport peer : region.peers()) {
            if (peer instanceof PeerReport.Silent silent) {
                list.bad(
                        region.region() + ": peer " + silent.address() + " does not answer: " + silent.why(),
                        "start that store, or open the way to it; the other peers serve meanwhile");
            }
        }
        if (region.leader().isEmpty()) {
            list.bad(
                    region.region() + " has no leader", "wait for an election, or see why its stores do not elect one");
        }
        Optional<PeerReport.Answered> best =
                answers.stream().max(Comparator.comparing(PeerReport.Answered::checkPoint));
        best.ifPresent(answer -> checkPoint(region, answer, answers.size()));
        return PositionTable.oldest(region);
    }

    private void checkPoint(ClusterRegion region, PeerReport.Answered best, int answered) {
        Instant reached = best.checkPoint().instant();
        Duration behind = Duration.between(reached, clock.now());
        String what = region.region() + " led by " + (region.leader().isEmpty() ? "nobody" : region.leader()) + ": "
                + answered + " of " + region.peers().size() + " peers answer, check point is "
                + Texts.duration(behind.isNegative() ? Duration.ZERO : behind) + " behind";
        if (behind.compareTo(STILL) <= 0) {
            list.ok(what);
        } else {
            list.bad(
                    what,
                    "a transaction is prepared and not ended, or the region gets no heartbeats: wait up to 10 min for"
                            + " BaikalDB to resolve it, then look at the log of store " + best.address());
        }
    }
}
