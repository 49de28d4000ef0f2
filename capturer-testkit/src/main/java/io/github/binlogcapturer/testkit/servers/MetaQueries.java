package io.github.binlogcapturer.testkit.servers;

import io.github.binlogcapturer.protocol.QueryRequest;
import io.github.binlogcapturer.protocol.QueryResponse;
import io.github.binlogcapturer.protocol.RegionInfo;
import io.github.binlogcapturer.protocol.SchemaInfo;
import io.github.binlogcapturer.protocol.WireCodes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Answers {@code MetaService.query} from what a server knows at one moment.
 *
 * @param catalog what there is
 * @param filterByTableId whether QUERY_REGION heeds its {@code table_id}; v2.2.1 does not and names all regions
 */
record MetaQueries(Catalog catalog, boolean filterByTableId) {

    QueryResponse answer(QueryRequest request) {
        QueryResponse.Builder answer =
                QueryResponse.newBuilder().setErrcode(WireCodes.Err.SUCCESS).setErrmsg("success");
        switch (request.getOpType()) {
            case WireCodes.Query.SCHEMA -> schema(request, answer);
            case WireCodes.Query.REGION -> regions(request, answer);
            case WireCodes.Query.SCHEMA_FLATTEN -> flattened(request, answer);
            default -> fail(answer, WireCodes.Err.UNSUPPORT_REQ_TYPE, "unsupport request type");
        }
        return answer.build();
    }

    private void schema(QueryRequest request, QueryResponse.Builder answer) {
        if (request.getTableName().isEmpty()) {
            schemas(request).forEach(answer::addSchemaInfos);
            return;
        }
        Optional<SchemaInfo> table = byName(request);
        addTable(table, answer);
        table.map(catalog::regionsWithIndexes).ifPresent(answer::addAllRegionInfos);
    }

    private Stream<SchemaInfo> schemas(QueryRequest request) {
        boolean all =
                request.getNamespaceName().isEmpty() || request.getDatabase().isEmpty();
        return all
                ? catalog.schemas().values().stream()
                : catalog.tables(request.getNamespaceName(), request.getDatabase());
    }

    private void flattened(QueryRequest request, QueryResponse.Builder answer) {
        boolean named = Stream.of(request.getNamespaceName(), request.getDatabase(), request.getTableName())
                .noneMatch(String::isEmpty);
        if (request.hasTableId()) {
            addTable(catalog.table(request.getTableId()), answer);
        } else if (named) {
            addTable(byName(request), answer);
        } else {
            fail(answer, WireCodes.Err.INPUT_PARAM_ERROR, "only query one table");
        }
    }

    private void regions(QueryRequest request, QueryResponse.Builder answer) {
        if (request.getRegionIdsCount() == 0) {
            answer.addAllRegionInfos(unnamedRegions(request));
            return;
        }
        for (long id : request.getRegionIdsList()) {
            RegionInfo region = catalog.regions().get(id);
            if (region == null) {
                fail(answer, WireCodes.Err.REGION_NOT_EXIST, "region info not exist");
            } else {
                answer.addRegionInfos(region);
            }
        }
    }

    private Iterable<RegionInfo> unnamedRegions(QueryRequest request) {
        boolean filtered = filterByTableId && (request.getTableId() != 0);
        return filtered
                ? catalog.regionsOf(List.of(request.getTableId()))
                : catalog.regions().values();
    }

    private Optional<SchemaInfo> byName(QueryRequest request) {
        return catalog.table(request.getNamespaceName(), request.getDatabase(), request.getTableName());
    }

    private static void addTable(Optional<SchemaInfo> table, QueryResponse.Builder answer) {
        table.ifPresentOrElse(
                answer::addSchemaInfos, () -> fail(answer, WireCodes.Err.INPUT_PARAM_ERROR, "table not exist"));
    }

    private static void fail(QueryResponse.Builder answer, int errcode, String message) {
        answer.setErrcode(errcode).setErrmsg(message);
    }
}
