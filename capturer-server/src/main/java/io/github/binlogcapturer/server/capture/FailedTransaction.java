package io.github.binlogcapturer.server.capture;

import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.CommitTs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the transaction at which a capture has failed, which exceptions name in their text alone. Only one that is surely at fault counts,
 * since it is what an operator may leave out:
 *
 * <ul>
 *   <li>of any failure the one that it says can be left out ("skipTransactions: N"). That is all that counts but with sinks: others are
 *       about the order of entries or about settings, where leaving one out mends nothing
 *   <li>of a {@code SinkException} the one that the innermost cause names ("committed at N", "at commit ts N"). A failure that names a
 *       whole batch ("at commit ts N to M") does not tell which one it was
 * </ul>
 */
final class FailedTransaction {

    private static final Pattern TO_SKIP = Pattern.compile("skipTransactions: (\\d{1,19})");
    private static final Pattern COMMITTED = Pattern.compile("committed at (\\d{1,19})");
    private static final Pattern AT =
            Pattern.compile("(\\S+) (?:at|of|with) commit ts (\\d{1,19})(?: \\([^)]*\\))?(?: to (\\d{1,19}))?");
    /** Words before a commit ts that is a place in the stream rather than a transaction's: "the progress at", "is at". */
    private static final Set<String> PLACES = Set.of("progress", "is", "checkpoint", "position");

    private FailedTransaction() {}

    static Optional<CommitTs> of(Throwable failure) {
        List<String> messages = innermostFirst(failure);
        Optional<CommitTs> found = first(messages, TO_SKIP);
        if (found.isPresent() || !(failure instanceof SinkException)) {
            return found;
        }
        return messages.stream()
                .map(message -> first(List.of(message), COMMITTED).or(() -> single(message)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<CommitTs> first(List<String> messages, Pattern pattern) {
        return messages.stream()
                .map(pattern::matcher)
                .filter(Matcher::find)
                .findFirst()
                .map(match -> CommitTs.of(Long.parseLong(match.group(1))));
    }

    private static Optional<CommitTs> single(String message) {
        Matcher match = AT.matcher(message);
        while (match.find()) {
            boolean range = match.group(3) != null && !match.group(3).equals(match.group(2));
            if (!range && !PLACES.contains(match.group(1))) {
                return Optional.of(CommitTs.of(Long.parseLong(match.group(2))));
            }
        }
        return Optional.empty();
    }

    private static List<String> innermostFirst(Throwable failure) {
        List<String> messages = new ArrayList<>();
        int depth = 0;
        for (Throwable next = failure; next != null && depth < 50; next = next.getCause(), depth++) {
            messages.add(0, String.valueOf(next.getMessage()));
        }
        return messages;
    }
}
