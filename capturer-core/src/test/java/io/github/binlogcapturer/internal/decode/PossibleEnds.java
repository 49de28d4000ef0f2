package io.github.binlogcapturer.internal.decode;

import io.github.binlogcapturer.protocol.WireCodes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tries every order of statements that could have left a log, and tells in which states each row can have ended. Slow and without any
 * preference: what it allows just once is what the images determine.
 */
final class PossibleEnds {

    private final List<List<Logged>> log;
    private final Map<Long, Set<Optional<Account>>> ends = new HashMap<>();
    private final Set<Moment> seen = new HashSet<>();

    private PossibleEnds(List<List<Logged>> log) {
        this.log = log;
    }

    static Map<Long, Set<Optional<Account>>> of(List<List<Logged>> log) {
        PossibleEnds search = new PossibleEnds(log);
        search.visit(new Moment(log.stream().map(piece -> 0).toList(), Map.of()));
        return search.ends;
    }

    private void visit(Moment now) {
        if (!seen.add(now)) {
            return;
        }
        boolean ended = true;
        int subsets = 1 << log.size();
        for (int subset = 1; subset < subsets; subset++) {
            List<Integer> members = members(subset);
            ended &= members.stream()
                    .allMatch(p -> now.heads.get(p) == log.get(p).size());
            next(now, members).ifPresent(this::visit);
        }
        if (ended) {
            now.rows.forEach((id, row) ->
                    ends.computeIfAbsent(id, unseen -> new HashSet<>()).add(row));
        }
    }

    private static List<Integer> members(int subset) {
        List<Integer> members = new ArrayList<>();
        for (int p = 0; subset >> p != 0; p++) {
            if ((subset >> p & 1) == 1) {
                members.add(p);
            }
        }
        return members;
    }

    /** Returns the moment after the heads of some pieces were executed as one statement, empty where that cannot be. */
    private Optional<Moment> next(Moment now, List<Integer> members) {
        List<Logged> parts = new ArrayList<>();
        List<Integer> heads = new ArrayList<>(now.heads);
        for (int p : members) {
            if (now.heads.get(p) == log.get(p).size()) {
                return Optional.empty();
            }
            parts.add(log.get(p).get(now.heads.get(p)));
            heads.set(p, now.heads.get(p) + 1);
        }
        boolean oneStatement =
                parts.stream().map(part -> part.sql() + part.kind()).distinct().count() == 1;
        return oneStatement ? execute(now, members, parts).map(rows -> new Moment(heads, rows)) : Optional.empty();
    }

    private Optional<Map<Long, Optional<Account>>> execute(Moment now, List<Integer> members, List<Logged> parts) {
        Map<Long, Account> written = new HashMap<>();
        Map<Long, Account> gone = new HashMap<>();
        for (Logged part : parts) {
            for (Account row : part.written()) {
                if (written.put(row.id(), row) != null) {
                    return Optional.empty();
                }
            }
            for (Account row : part.gone()) {
                if (gone.put(row.id(), row) != null) {
                    return Optional.empty();
                }
            }
        }
        Map<Long, Optional<Account>> rows = new HashMap<>(now.rows);
        for (Account old : gone.values()) {
            if (!now.rows.getOrDefault(old.id(), Optional.of(old)).equals(Optional.of(old))) {
                return Optional.empty();
            }
            rows.put(old.id(), Optional.empty());
        }
        boolean inserting = parts.get(0).kind() == WireCodes.Mutation.INSERT;
        for (Account row : written.values()) {
            Optional<Account> known = now.rows.getOrDefault(row.id(), Optional.empty());
            boolean oldIsMissing = !gone.containsKey(row.id()) && known.isPresent();
            if (oldIsMissing && (inserting || members.contains((int) known.get().shard() % log.size()))) {
                return Optional.empty();
            }
            rows.put(row.id(), Optional.of(row));
        }
        return Optional.of(rows);
    }

    private record Moment(List<Integer> heads, Map<Long, Optional<Account>> rows) {}
}
