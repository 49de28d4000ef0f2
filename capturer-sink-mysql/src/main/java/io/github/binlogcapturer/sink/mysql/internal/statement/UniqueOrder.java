package io.github.binlogcapturer.sink.mysql.internal.statement;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Puts each row behind the ones that hold its unique values, and cuts cycles. Without recursion, as chains may be long. */
final class UniqueOrder {

    private final UniqueValues held;
    private final Set<FoldedRow> done = new LinkedHashSet<>();
    private final Set<FoldedRow> open = new HashSet<>();
    private final Set<FoldedRow> cut = new LinkedHashSet<>();

    UniqueOrder(UniqueValues held) {
        this.held = held;
    }

    /** Returns the rows seen so far, each behind those whose values it takes. */
    Set<FoldedRow> rows() {
        return done;
    }

    /** Returns a row of each cycle; with these out of the way the order is right. */
    Set<FoldedRow> cut() {
        return cut;
    }

    void visit(FoldedRow start) {
        Deque<FoldedRow> stack = new ArrayDeque<>(List.of(start));
        while (!stack.isEmpty()) {
            FoldedRow row = stack.peek();
            if (done.contains(row)) {
                stack.pop();
            } else if (open.add(row)) {
                held.holdersOf(row).forEach(holder -> enter(holder, stack));
            } else {
                stack.pop();
                done.add(row);
            }
        }
    }

    private void enter(FoldedRow holder, Deque<FoldedRow> stack) {
        if (done.contains(holder)) {
            return;
        }
        if (open.contains(holder)) {
            cut.add(holder);
        } else {
            stack.push(holder);
        }
    }
}
