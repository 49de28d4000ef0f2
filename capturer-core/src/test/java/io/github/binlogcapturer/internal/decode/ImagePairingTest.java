package io.github.binlogcapturer.internal.decode;

import io.github.binlogcapturer.event.ChangeType;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Statement;
import io.github.binlogcapturer.protocol.WireCodes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ImagePairingTest {

    private static final Statement STATEMENT = Statement.of("replace into acct values …");
    private static final Account OLD = Account.of(1, 4);
    private static final Account V1 = OLD.withBal(10);
    private static final Account V2 = OLD.withBal(20);
    private static final Account OTHER = Account.of(2, 4);
    private static final Account OTHER_NEW = OTHER.withBal(30);

    @Test
    void shouldInsertWhatAnInsertWrote() {
        assertThat(pair(WireCodes.Mutation.INSERT, List.of(V1, OTHER), List.of()))
                .containsExactly(
                        new RowChange.Insert(V1.row(), STATEMENT), new RowChange.Insert(OTHER.row(), STATEMENT));
    }

    @Test
    void shouldDeleteWhatADeleteRemoved() {
        assertThat(pair(WireCodes.Mutation.DELETE, List.of(), List.of(OLD, OTHER)))
                .containsExactly(delete(OLD), delete(OTHER));
    }

    @Test
    void shouldPairByPrimaryKeyAndNotByPosition() {
        assertThat(update(List.of(V1, OTHER_NEW), List.of(OTHER, OLD)))
                .containsExactly(change(OLD, V1), change(OTHER, OTHER_NEW));
    }

    @Test
    void shouldPutDeletesBeforeNewRows() {
        assertThat(update(List.of(V1), List.of(OTHER))).containsExactly(delete(OTHER), change(null, V1));
        assertThat(update(List.of(V1, OTHER_NEW), List.of(OLD, OTHER, Account.of(3, 4))))
                .containsExactly(delete(Account.of(3, 4)), change(OLD, V1), change(OTHER, OTHER_NEW));
    }

    @Test
    void shouldKeepAnUpdateThatChangesNothing() {
        assertThat(update(List.of(V1), List.of(V1))).containsExactly(change(V1, V1));
        assertThat(update(List.of(V1, OTHER), List.of(V1, OTHER)))
                .containsExactly(change(V1, V1), change(OTHER, OTHER));
    }

    @Test
    void shouldMakeAnUpsertOfANewImageThatLacksItsOldOne() {
        assertThat(update(List.of(V1), List.of())).extracting(RowChange::type).containsExactly(ChangeType.UPSERT);
        assertThat(update(List.of(V1, OTHER_NEW), List.of(OTHER)))
                .containsExactly(change(null, V1), change(OTHER, OTHER_NEW));
    }

    @Test
    void shouldDeleteTheOtherRowsThatAReplaceDisplaces() {
        assertThat(update(List.of(V1), List.of(OLD, OTHER))).containsExactly(delete(OTHER), change(OLD, V1));
    }

    @Test
    void shouldTakeTheNetEffectWhereANewKeyIsReplacedTwice() {
        assertThat(update(List.of(V1, V2), List.of(V1))).containsExactly(change(null, V2));
    }

    @Test
    void shouldTakeTheNetEffectWhereAnOldKeyIsReplacedTwice() {
        assertThat(update(List.of(V1, V2), List.of(OLD, V1))).containsExactly(change(OLD, V2));
        assertThat(update(List.of(V1, V2), List.of(V1, OLD))).containsExactly(change(OLD, V2));
    }

    @Test
    void shouldTakeTheNetEffectWhereAReplaceEndsAsItBegan() {
        assertThat(update(List.of(V1, OLD), List.of(OLD, V1))).containsExactly(change(OLD, OLD));
        assertThat(update(List.of(V1, V1), List.of(OLD, V1))).containsExactly(change(OLD, V1));
    }

    @Test
    void shouldKnowTheLastOfTwoImagesFromDifferentPartitions() {
        assertThat(update(List.of(V2, V1), List.of(V1))).containsExactly(change(null, V2));
    }

    private static List<RowChange> update(List<Account> inserted, List<Account> deleted) {
        return pair(WireCodes.Mutation.UPDATE, inserted, deleted);
    }

    private static List<RowChange> pair(int kind, List<Account> inserted, List<Account> deleted) {
        List<RowChange> changes = new ArrayList<>();
        ImagePairing.pair(kind, STATEMENT, rows(inserted), rows(deleted), changes);
        return changes;
    }

    private static List<Row> rows(List<Account> accounts) {
        return accounts.stream().map(Account::row).toList();
    }

    private static RowChange change(@Nullable Account before, Account after) {
        return new RowChange.Update(before == null ? null : before.row(), after.row(), STATEMENT);
    }

    private static RowChange delete(Account before) {
        return new RowChange.Delete(before.row(), STATEMENT);
    }
}
