package io.github.binlogcapturer.internal.decode;

import io.github.binlogcapturer.protocol.WireCodes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds the order of a transaction's statements again from its pieces. Each piece lists the statements that touched its partition in the
 * order of execution, so it is a subsequence of the order that is looked for; parts with one table and text are one statement.
 *
 * <p>Where the pieces leave a choice, it matters only to rows that occur in several of them, that is, rows that moved to another
 * partition. Their images decide: of the possible orders, one is taken under which the images contradict each other least, see
 * {@link RowStates}. One text may also have been executed several times; its parts are taken apart where they fit no other way.
 *
 * <p>The images do not decide everything, since the server does not log an old image to a partition that gets no new row:
 *
 * <ul>
 *   <li>a row that moved several times, by statements that share no piece, may have gone any way round;
 *   <li>a row that was moved and deleted in one partition and written by a REPLACE in another may be there or not;
 *   <li>of a row that changed key and partition at once nothing tells that its old key is gone.
 * </ul>
 *
 * <p>Then the order with the fewest unlikely events is taken, and among equal ones that of the pieces. Which statement freed a unique
 * value for another one is not looked at: rows are told apart by primary key only.
 */
final class StatementOrder {

    /** How many steps may be spent on bettering an order; the first one costs a step per statement and always comes to its end. */
    private static final int MAX_STEPS = 20_000;

    /** Up to how many parts of one text all ways to take some of them are tried; of more, only each one by itself. */
    private static final int MAX_SUBSETS_OF = 4;

    private final List<List<Part>> pieces;
    private final RowStates rows;
    private final int[] heads;
    /** Per piece and statement number, how often it still comes. */
    private final int[][] remaining;

    private int partsLeft;

    private StatementOrder(Parts parts) {
        this.pieces = parts.pieces();
        this.rows = new RowStates(parts);
        this.heads = new int[pieces.size()];
        this.remaining = new int[pieces.size()][parts.statementCount()];
        for (List<Part> piece : pieces) {
            partsLeft += piece.size();
            piece.forEach(part -> remaining[part.piece()][part.statement()]++);
        }
    }

    /**
     * Returns the statements in order; each as its parts in the order of pieces.
     *
     * @param pieces at least one, each with at least one mutation
     */
    static List<List<DecodedMutation>> of(List<List<DecodedMutation>> pieces) {
        if (isOneStatement(pieces)) {
            return List.of(pieces.stream().map(piece -> piece.get(0)).toList());
        }
        Parts parts = Parts.of(pieces);
        Order order = new StatementOrder(parts).search(false);
        if (order.cost >= RowStates.IMPOSSIBLE) {
            Order split = new StatementOrder(parts).search(true);
            order = split.cost < order.cost ? split : order;
        }
        return order.statements;
    }

    /**
     * Most transactions over several partitions are one statement. Those that update are left to the search: their text may have
     * been executed twice for one row, which moved between.
     */
    private static boolean isOneStatement(List<List<DecodedMutation>> pieces) {
        DecodedMutation first = pieces.get(0).get(0);
        return first.kind() != WireCodes.Mutation.UPDATE
                && pieces.stream()
                        .allMatch(piece -> piece.size() == 1
                                && piece.get(0).kind() == first.kind()
                                && piece.get(0).tableId() == first.tableId()
                                && piece.get(0).statement().equals(first.statement()));
    }

    /**
     * Goes down to the end by the cheapest option at each step, then comes back to better it. Most transactions have an order without
     * any contradiction, and the first way down finds it.
     *
     * @param splitting whether parts of one text may be taken apart where nothing forces that
     */
    private Order search(boolean splitting) {
        Order best = null;
        Deque<Step> path = new ArrayDeque<>();
        path.addLast(new Step(options(splitting), 0));
        for (int stepsLeft = MAX_STEPS; !path.isEmpty() && (best == null || stepsLeft > 0); ) {
            Step step = path.getLast();
            step.takeBack(this);
            Option option = step.next();
            if (option == null || (best != null && step.costBefore + option.cost >= best.cost)) {
                path.removeLast();
                continue;
            }
            step.take(option, this);
            int cost = step.costBefore + option.cost;
            if (partsLeft == 0) {
                best = Order.of(path, cost);
                stepsLeft = cost == 0 ? 0 : stepsLeft;
            } else {
                path.addLast(new Step(options(splitting), cost));
            }
            stepsLeft -= best == null ? 0 : 1;
        }
        return Objects.requireNonNull(best);
    }

    /** Returns what may come next, the cheapest first; just one option where it makes no difference. */
    private List<Option> options(boolean splitting) {
        List<Option> whole = new ArrayList<>();
        List<Option> split = new ArrayList<>();
        for (int p = 0; p < heads.length; p++) {
            if (heads[p] < pieces.get(p).size() && isFirstOfItsStatement(p)) {
                List<Part> parts = partsAtHead(head(p).statement());
                if (!isWhole(parts)) {
                    split.add(option(parts));
                } else if (parts.stream().allMatch(Part::isUncontested)) {
                    return List.of(option(parts));
                } else {
                    whole.add(option(parts));
                }
                if (splitting) {
                    takenApart(parts).forEach(some -> split.add(option(some)));
                }
            }
        }
        // a text executed several times, in pieces that then disagree about the order, can leave nothing whole
        if (splitting || whole.isEmpty()) {
            whole.addAll(split);
        }
        whole.sort(Comparator.comparingInt(Option::cost));
        return whole;
    }

    /** Returns what of a statement's parts may be an execution by itself, where the text was executed several times. */
    private static List<List<Part>> takenApart(List<Part> parts) {
        List<List<Part>> some = new ArrayList<>();
        if (parts.size() > MAX_SUBSETS_OF) {
            parts.forEach(part -> some.add(List.of(part)));
            return some;
        }
        for (int subset = 1; subset < (1 << parts.size()) - 1; subset++) {
            List<Part> chosen = new ArrayList<>(parts.size());
            for (int i = 0; i < parts.size(); i++) {
                if ((subset >> i & 1) == 1) {
                    chosen.add(parts.get(i));
                }
            }
            some.add(chosen);
        }
        return some;
    }

    private Option option(List<Part> parts) {
        return new Option(parts, rows.cost(parts));
    }

    private Part head(int piece) {
        return pieces.get(piece).get(heads[piece]);
    }

    private boolean isFirstOfItsStatement(int piece) {
        for (int p = 0; p < piece; p++) {
            if (heads[p] < pieces.get(p).size()
                    && head(p).statement() == head(piece).statement()) {
                return false;
            }
        }
        return true;
    }

    private List<Part> partsAtHead(int statement) {
        List<Part> parts = new ArrayList<>(heads.length);
        for (int p = 0; p < heads.length; p++) {
            if (heads[p] < pieces.get(p).size() && head(p).statement() == statement) {
                parts.add(head(p));
            }
        }
        return parts;
    }

    /** Whether no other piece has a part of the statement further back. */
    private boolean isWhole(List<Part> parts) {
        int statement = parts.get(0).statement();
        int holding = 0;
        for (int[] ofPiece : remaining) {
            holding += ofPiece[statement] > 0 ? 1 : 0;
        }
        return holding == parts.size();
    }

    private void move(List<Part> parts, int step) {
        for (Part part : parts) {
            heads[part.piece()] += step;
            remaining[part.piece()][part.statement()] -= step;
            partsLeft -= step;
        }
    }

    /** Parts that may come next as one execution of a statement. */
    private record Option(List<Part> parts, int cost) {}

    /** A place on the way, with what was taken there. */
    private static final class Step {

        private final Iterator<Option> options;
        private final int costBefore;
        private @Nullable Option taken;
        private List<RowStates.Change> changes = List.of();

        Step(List<Option> options, int costBefore) {
            this.options = options.iterator();
            this.costBefore = costBefore;
        }

        @Nullable
        Option next() {
            return options.hasNext() ? options.next() : null;
        }

        void take(Option option, StatementOrder order) {
            taken = option;
            changes = order.rows.apply(option.parts);
            order.move(option.parts, 1);
        }

        void takeBack(StatementOrder order) {
            if (taken != null) {
                order.move(taken.parts, -1);
                order.rows.takeBack(taken.parts, changes);
                taken = null;
            }
        }

        List<DecodedMutation> statement() {
            return Objects.requireNonNull(taken).parts.stream()
                    .map(Part::mutation)
                    .toList();
        }
    }

    private record Order(List<List<DecodedMutation>> statements, int cost) {

        static Order of(Deque<Step> path, int cost) {
            return new Order(path.stream().map(Step::statement).toList(), cost);
        }
    }
}
