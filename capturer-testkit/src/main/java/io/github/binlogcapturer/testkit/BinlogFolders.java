package io.github.binlogcapturer.testkit;

import com.google.protobuf.InvalidProtocolBufferException;
import io.github.binlogcapturer.protocol.RegionInfo;
import io.github.binlogcapturer.protocol.SchemaInfo;
import io.github.binlogcapturer.protocol.StoreRes;
import io.github.binlogcapturer.protocol.WireCodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the folders {@code binlog/<table>_part<P>_region<R>} of a recording, one region's log each. */
final class BinlogFolders {

    private static final Pattern ANSWER = Pattern.compile(
            "(?<folder>binlog/(?<table>.+)_part(?<part>\\d+)_region(?<region>\\d+))/(?<file>[^/]+)\\.res\\.bin");

    private BinlogFolders() {}

    static List<RecordedRegion> read(RecordingFiles files, RecordedMeta meta) {
        Map<String, LogReader> readers = new TreeMap<>();
        for (String name : files.names()) {
            Matcher matcher = ANSWER.matcher(name);
            if (matcher.matches()) {
                LogReader reader = readers.computeIfAbsent(
                        matcher.group("folder"), folder -> new LogReader(files, regionOf(matcher, files, meta)));
                reader.add(name, matcher.group("file"));
            }
        }
        return readers.values().stream().map(LogReader::region).toList();
    }

    private static RegionInfo regionOf(Matcher folder, RecordingFiles files, RecordedMeta meta) {
        long regionId = Long.parseLong(folder.group("region"));
        return meta.region(regionId).orElseGet(() -> made(regionId, folder, files, meta));
    }

    /** Makes the region's description from the folder's name when nobody asked the recorded meta server for it. */
    private static RegionInfo made(long regionId, Matcher folder, RecordingFiles files, RecordedMeta meta) {
        String tableName = folder.group("table");
        SchemaInfo table = meta.binlogTable(tableName)
                .orElseThrow(() -> new IllegalArgumentException("No recorded schema describes binlog table " + tableName
                        + " of region " + regionId + " in " + files.origin()
                        + "; add an answer with it to the folder meta"));
        return RegionInfo.newBuilder()
                .setRegionId(regionId)
                .setTableName(tableName)
                .setTableId(table.getTableId())
                .setPartitionId(Long.parseLong(folder.group("part")))
                .setVersion(1)
                .setConfVersion(1)
                .setIsBinlogRegion(true)
                .build();
    }

    /** Puts one region's log together from the answers to successive reads. */
    private static final class LogReader {
        private final RecordingFiles files;
        private final RegionInfo info;
        private final TreeMap<Long, LogEntry> entries = new TreeMap<>();
        private final List<Long> oldestTs = new ArrayList<>();
        private String leader = "";

        LogReader(RecordingFiles files, RegionInfo info) {
            this.files = files;
            this.info = info;
        }

        void add(String name, String file) {
            StoreRes answer = parse(name);
            if (answer.hasLeader()) {
                leader = answer.getLeader();
            }
            if (answer.getErrcode() != WireCodes.Err.SUCCESS) {
                return; // the lists of a failed answer may be half filled, the server says to ignore them
            }
            if (file.startsWith("query_binlog")) {
                oldestTs.add(answer.getBinlogInfo().getOldestTs());
            } else {
                addEntries(name, answer);
            }
        }

        private StoreRes parse(String name) {
            try {
                return StoreRes.parseFrom(files.read(name));
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalArgumentException(name + " of " + files.origin() + " is no answer of a store", e);
            }
        }

        private void addEntries(String name, StoreRes answer) {
            if (answer.getBinlogsCount() != answer.getCommitTsCount()) {
                throw new IllegalArgumentException(name + " of " + files.origin() + " has " + answer.getBinlogsCount()
                        + " entries but " + answer.getCommitTsCount() + " timestamps");
            }
            for (int i = 0; i < answer.getBinlogsCount(); i++) {
                LogEntry entry = entry(name, answer, i);
                LogEntry known = entries.putIfAbsent(entry.ts(), entry);
                if ((known != null) && !known.equals(entry)) {
                    throw new IllegalArgumentException(
                            "Two different entries at ts " + entry.ts() + ", one in " + name + " of " + files.origin());
                }
            }
        }

        private LogEntry entry(String name, StoreRes answer, int index) {
            try {
                return LogEntry.parse(answer.getCommitTs(index), answer.getBinlogs(index));
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalArgumentException(
                        "Entry " + index + " (ts " + answer.getCommitTs(index) + ") of " + name + " of "
                                + files.origin() + " is no StoreReq",
                        e);
            }
        }

        RecordedRegion region() {
            RegionInfo known = info.getLeader().isEmpty()
                    ? info.toBuilder().setLeader(leader).build()
                    : info;
            return new RecordedRegion(known, oldest(), List.copyOf(entries.values()));
        }

        /** Without an OP_QUERY_BINLOG answer, the highest ts is taken from which all recorded entries can be read. */
        private long oldest() {
            long belowAll = entries.values().stream()
                            .mapToLong(entry -> Math.min(entry.ts(), entry.startTs()))
                            .min()
                            .orElse(2)
                    - 1;
            return oldestTs.stream().mapToLong(Long::longValue).min().orElse(belowAll);
        }
    }
}
