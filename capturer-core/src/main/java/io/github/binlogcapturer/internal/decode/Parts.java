package io.github.binlogcapturer.internal.decode;

import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The pieces of a transaction with their statements and contested rows numbered. A row is contested if it occurs in several pieces; of
 * any other row its piece alone tells the order.
 */
record Parts(List<List<Part>> pieces, int statementCount, int contestedCount) {

    private static final int NOT_CONTESTED = -1;

    static Parts of(List<List<DecodedMutation>> pieces) {
        Map<Identity, Integer> statements = new HashMap<>();
        Map<RowKey, Integer> contested = contested(pieces);
        List<List<Part>> numbered = new ArrayList<>(pieces.size());
        for (List<DecodedMutation> mutations : pieces) {
            List<Part> parts = new ArrayList<>(mutations.size());
            for (DecodedMutation mutation : mutations) {
                Identity identity = new Identity(mutation.tableId(), mutation.statement());
                parts.add(new Part(
                        numbered.size(),
                        statements.computeIfAbsent(identity, unseen -> statements.size()),
                        mutation,
                        images(mutation.inserted(), contested),
                        images(mutation.deleted(), contested)));
            }
            numbered.add(parts);
        }
        return new Parts(numbered, statements.size(), contested.size());
    }

    private static Map<RowKey, Integer> contested(List<List<DecodedMutation>> pieces) {
        Map<RowKey, Integer> firstPiece = new HashMap<>();
        Map<RowKey, Integer> contested = new HashMap<>();
        for (int p = 0; p < pieces.size(); p++) {
            for (DecodedMutation mutation : pieces.get(p)) {
                for (List<Row> rows : List.of(mutation.inserted(), mutation.deleted())) {
                    for (Row row : rows) {
                        RowKey key = new RowKey(row);
                        Integer first = firstPiece.putIfAbsent(key, p);
                        if (first != null && first != p) {
                            contested.putIfAbsent(key, contested.size());
                        }
                    }
                }
            }
        }
        return contested;
    }

    private static List<Part.Image> images(List<Row> rows, Map<RowKey, Integer> contested) {
        if (contested.isEmpty()) {
            return List.of();
        }
        List<Part.Image> images = new ArrayList<>();
        for (Row row : rows) {
            int number = contested.getOrDefault(new RowKey(row), NOT_CONTESTED);
            if (number != NOT_CONTESTED) {
                images.add(new Part.Image(number, row));
            }
        }
        return images;
    }

    private record Identity(long tableId, Statement statement) {}
}
