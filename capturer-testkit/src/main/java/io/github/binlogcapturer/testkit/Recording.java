package io.github.binlogcapturer.testkit;

import io.github.binlogcapturer.protocol.RegionInfo;
import io.github.binlogcapturer.protocol.SchemaInfo;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one or several recordings hold.
 *
 * @param schemas the tables, by table id
 * @param regions all regions that the recorded meta server named, those of user tables too, by region id
 * @param logs the regions of binlog tables whose log was recorded, by region id
 * @param namespace the namespace of the binlog tables
 */
record Recording(
        Map<Long, SchemaInfo> schemas,
        SortedMap<Long, RegionInfo> regions,
        SortedMap<Long, RecordedRegion> logs,
        String namespace) {

    Recording {
        schemas = Collections.unmodifiableMap(new LinkedHashMap<>(schemas));
        regions = Collections.unmodifiableSortedMap(new TreeMap<>(regions));
        logs = Collections.unmodifiableSortedMap(new TreeMap<>(logs));
    }

    /** Returns several recordings of one cluster as one; of a table or region that several know, the newest counts. */
    static Recording of(Collection<RecordingFiles> sources) {
        RecordedMeta meta = new RecordedMeta();
        sources.forEach(meta::addAll);
        SortedMap<Long, RecordedRegion> logs = new TreeMap<>();
        for (RecordingFiles source : sources) {
            for (RecordedRegion region : BinlogFolders.read(source, meta)) {
                if (logs.putIfAbsent(region.regionId(), region) != null) {
                    throw new IllegalArgumentException("Region " + region.regionId()
                            + " is in two of the recordings; serve them by two clusters: " + origins(sources));
                }
            }
        }
        if (logs.isEmpty()) {
            throw new IllegalArgumentException("No binlog in " + origins(sources)
                    + "; answers are expected as binlog/<table>_part<P>_region<R>/NNN.res.bin");
        }
        logs.forEach((id, region) -> meta.addRegion(region.info()));
        List<String> namespaces = logs.values().stream()
                .map(region -> meta.tableOf(region.info()).getNamespaceName())
                .distinct()
                .toList();
        if (namespaces.size() > 1) {
            throw new IllegalArgumentException("A capture reads one namespace, but the binlog tables of "
                    + origins(sources) + " belong to several: " + namespaces);
        }
        return new Recording(meta.schemas(), meta.regions(), logs, namespaces.get(0));
    }

    /** Returns the largest ts of all logs. */
    long lastTs() {
        return logs.values().stream().mapToLong(RecordedRegion::lastTs).max().orElseThrow();
    }

    private static List<String> origins(Collection<RecordingFiles> sources) {
        return sources.stream().map(RecordingFiles::origin).toList();
    }
}
