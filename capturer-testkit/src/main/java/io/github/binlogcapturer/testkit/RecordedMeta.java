package io.github.binlogcapturer.testkit;

import com.google.protobuf.InvalidProtocolBufferException;
import io.github.binlogcapturer.protocol.BaikalHeartBeatResponse;
import io.github.binlogcapturer.protocol.QueryResponse;
import io.github.binlogcapturer.protocol.RegionInfo;
import io.github.binlogcapturer.protocol.SchemaInfo;
import io.github.binlogcapturer.protocol.WireCodes;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Collects the tables and regions that the recorded answers of meta servers name. Not thread-safe. */
final class RecordedMeta {

    private static final Comparator<RegionInfo> BY_AGE =
            Comparator.comparingLong(RegionInfo::getVersion).thenComparingLong(RegionInfo::getConfVersion);

    private final Map<Long, SchemaInfo> schemas = new LinkedHashMap<>();
    private final SortedMap<Long, RegionInfo> regions = new TreeMap<>();

    void addAll(RecordingFiles files) {
        files.names().stream()
                .filter(name -> name.startsWith("meta/") && name.endsWith(".res.bin"))
                .forEach(name -> addAnswer(files, name));
    }

    private void addAnswer(RecordingFiles files, String name) {
        try {
            if (name.contains("heartbeat")) {
                // only these two lists are taken over: the message also holds the accounts of the cluster
                BaikalHeartBeatResponse answer = BaikalHeartBeatResponse.parseFrom(files.read(name));
                add(answer.getSchemaChangeInfoList(), answer.getRegionChangeInfoList());
            } else {
                QueryResponse answer = QueryResponse.parseFrom(files.read(name));
                add(answer.getSchemaInfosList(), answer.getRegionInfosList());
            }
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(name + " of " + files.origin() + " is no answer of a meta server", e);
        }
    }

    private void add(List<SchemaInfo> foundSchemas, List<RegionInfo> foundRegions) {
        foundSchemas.stream().filter(schema -> !schema.getDeleted()).forEach(this::addSchema);
        foundRegions.stream().filter(region -> !region.getDeleted()).forEach(this::addRegion);
    }

    private void addSchema(SchemaInfo schema) {
        schemas.merge(
                schema.getTableId(), schema, (known, found) -> found.getVersion() > known.getVersion() ? found : known);
    }

    void addRegion(RegionInfo region) {
        regions.merge(region.getRegionId(), region, (known, found) -> BY_AGE.compare(found, known) > 0 ? found : known);
    }

    Optional<RegionInfo> region(long regionId) {
        return Optional.ofNullable(regions.get(regionId));
    }

    /** Returns the table of a region; throws {@link IllegalArgumentException} if no answer held it. */
    SchemaInfo tableOf(RegionInfo region) {
        SchemaInfo table = schemas.get(region.getTableId());
        if (table == null) {
            throw new IllegalArgumentException("No recorded schema has table id " + region.getTableId() + " of region "
                    + region.getRegionId() + "; add an answer with it to the folder meta");
        }
        return table;
    }

    /** Returns the binlog table of a name, in whichever database it is. */
    Optional<SchemaInfo> binlogTable(String name) {
        return schemas.values().stream()
                .filter(schema -> schema.getTableName().equals(name))
                .filter(schema -> schema.getEngine() == WireCodes.Engine.BINLOG)
                .findFirst();
    }

    Map<Long, SchemaInfo> schemas() {
        return schemas;
    }

    SortedMap<Long, RegionInfo> regions() {
        return regions;
    }
}
