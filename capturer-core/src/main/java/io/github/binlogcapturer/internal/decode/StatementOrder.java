package io.github.binlogcapturer.internal.decode;

import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.Statement;
import io.github.binlogcapturer.protocol.WireCodes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the order of a transaction's statements again from its pieces. Each piece lists the statements that touched its partition in the
 * order of execution, so it is a subsequence of the order that is looked for.
 *
 * <p>Repeatedly, of the statements at the heads of the pieces, one is taken that no other piece has further back. That leaves a
 * choice where two statements share no piece; it matters only if they touch the same row, and then the images decide: a statement
 * whose old image another one still has to write, or that inserts a row which is there, has to wait.
 */
final class StatementOrder {

    private final List<List<DecodedMutation>> pieces;
    private final int[] heads;
    /** Per piece and position the number of its statement; parts of one statement have one number. */
    private final int[][] numbers;
    /** Per piece and statement number, how often it still comes. */
    private final int[][] remaining;

    private @Nullable Evidence evidence;

    private StatementOrder(List<List<DecodedMutation>> pieces) {
        this.pieces = pieces;
        this.heads = new int[pieces.size()];
        this.numbers = new int[pieces.size()][];
        this.remaining = new int[pieces.size()][];
        Map<Identity, Integer> known = new HashMap<>();
        for (int p = 0; p < numbers.length; p++) {
            numbers[p] = pieces.get(p).stream()
                    .mapToInt(mutation -> known.computeIfAbsent(Identity.of(mutation), identity -> known.size()))
                    .toArray();
        }
        for (int p = 0; p < numbers.length; p++) {
            remaining[p] = new int[known.size()];
            for (int number : numbers[p]) {
                remaining[p][number]++;
            }
        }
    }

    /** Returns the statements in order; each as its parts in the order of pieces. */
    static List<List<DecodedMutation>> of(List<List<DecodedMutation>> pieces) {
        return new StatementOrder(pieces).order();
    }

    private List<List<DecodedMutation>> order() {
        if (sharesRows()) {
            evidence = new Evidence(pieces);
        }
        List<List<DecodedMutation>> order = new ArrayList<>();
        for (int number = nextNumber(); number >= 0; number = nextNumber()) {
            order.add(take(number));
        }
        return order;
    }

    /** Returns the number of the statement to take next, or -1 at the end. */
    private int nextNumber() {
        Set<Integer> candidates = new HashSet<>();
        int first = -1;
        int firstFree = -1;
        for (int p = 0; p < heads.length; p++) {
            if (heads[p] < numbers[p].length) {
                int number = numbers[p][heads[p]];
                first = first < 0 ? number : first;
                if (isFree(number) && candidates.add(number)) {
                    firstFree = firstFree < 0 ? number : firstFree;
                }
            }
        }
        // a statement repeated in different order can leave nothing free; then any order is as good as another
        if (firstFree < 0 || candidates.size() == 1 || evidence == null) {
            return firstFree < 0 ? first : firstFree;
        }
        return leastContradicted(candidates, firstFree, evidence);
    }

    private boolean isFree(int number) {
        for (int p = 0; p < heads.length; p++) {
            if (remaining[p][number] > 0 && numbers[p][heads[p]] != number) {
                return false;
            }
        }
        return true;
    }

    private int leastContradicted(Set<Integer> candidates, int preferred, Evidence against) {
        int best = preferred;
        int least = against.count(parts(preferred));
        for (int number : candidates) {
            int count = against.count(parts(number));
            if (count < least) {
                best = number;
                least = count;
            }
        }
        return best;
    }

    private List<DecodedMutation> parts(int number) {
        List<DecodedMutation> parts = new ArrayList<>();
        for (int p = 0; p < heads.length; p++) {
            if (heads[p] < numbers[p].length && numbers[p][heads[p]] == number) {
                parts.add(pieces.get(p).get(heads[p]));
            }
        }
        return parts;
    }

    private List<DecodedMutation> take(int number) {
        List<DecodedMutation> parts = parts(number);
        for (int p = 0; p < heads.length; p++) {
            if (heads[p] < numbers[p].length && numbers[p][heads[p]] == number) {
                heads[p]++;
                remaining[p][number]--;
            }
        }
        if (evidence != null) {
            evidence.apply(parts);
        }
        return parts;
    }

    /** Whether two statements that do not share all their pieces touch one row; otherwise any order ends alike. */
    private boolean sharesRows() {
        Map<RowKey, Integer> touchedBy = new HashMap<>();
        for (int p = 0; p < numbers.length; p++) {
            for (int i = 0; i < numbers[p].length; i++) {
                int number = numbers[p][i];
                DecodedMutation mutation = pieces.get(p).get(i);
                for (List<Row> rows : List.of(mutation.inserted(), mutation.deleted())) {
                    for (Row row : rows) {
                        Integer other = touchedBy.putIfAbsent(new RowKey(row), number);
                        if (other != null && other != number) {
                            return true;
                        }
                    }
                }
            }
        }
        return false;
    }

    private record Identity(long tableId, Statement statement) {

        static Identity of(DecodedMutation mutation) {
            return new Identity(mutation.tableId(), mutation.statement());
        }
    }

    /** What the images say about the state of rows in the middle of the transaction. */
    private static final class Evidence {

        private final Map<RowKey, State> states = new HashMap<>();
        /** How often an image, or a key under an INSERT, is still to be written. */
        private final Map<Row, Integer> imagesToCome = new HashMap<>();

        private final Map<RowKey, Integer> insertsToCome = new HashMap<>();

        Evidence(List<List<DecodedMutation>> pieces) {
            for (List<DecodedMutation> piece : pieces) {
                for (DecodedMutation mutation : piece) {
                    count(mutation, 1);
                }
            }
        }

        private void count(DecodedMutation mutation, int step) {
            for (Row row : mutation.inserted()) {
                imagesToCome.merge(row, step, Integer::sum);
                if (mutation.kind() == WireCodes.Mutation.INSERT) {
                    insertsToCome.merge(new RowKey(row), step, Integer::sum);
                }
            }
        }

        int count(List<DecodedMutation> parts) {
            int against = 0;
            Set<Row> own = new HashSet<>();
            parts.forEach(part -> own.addAll(part.inserted()));
            for (DecodedMutation part : parts) {
                for (Row old : part.deleted()) {
                    against += contradictsOld(old, own) ? 1 : 0;
                }
                for (Row written : part.inserted()) {
                    against += contradictsNew(written, part.kind()) ? 1 : 0;
                }
            }
            return against;
        }

        private boolean contradictsOld(Row old, Set<Row> own) {
            State state = states.get(new RowKey(old));
            if (state != null) {
                return !old.equals(state.image);
            }
            return !own.contains(old) && imagesToCome.getOrDefault(old, 0) > 0;
        }

        private boolean contradictsNew(Row written, int kind) {
            RowKey key = new RowKey(written);
            State state = states.get(key);
            if (kind == WireCodes.Mutation.INSERT) {
                return state != null && state.image != null;
            }
            return state == null ? insertsToCome.getOrDefault(key, 0) > 0 : state.image == null;
        }

        void apply(List<DecodedMutation> parts) {
            for (DecodedMutation part : parts) {
                part.deleted().forEach(row -> states.put(new RowKey(row), new State(null)));
            }
            for (DecodedMutation part : parts) {
                part.inserted().forEach(row -> states.put(new RowKey(row), new State(row)));
                count(part, -1);
            }
        }

        private record State(@Nullable Row image) {}
    }
}
