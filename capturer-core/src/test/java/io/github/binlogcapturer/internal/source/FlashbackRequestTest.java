package io.github.binlogcapturer.internal.source;

import com.google.protobuf.ByteString;
import io.github.binlogcapturer.Flashback;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.internal.testing.FakeStore;
import io.github.binlogcapturer.internal.testing.Wire;
import io.github.binlogcapturer.protocol.BinlogDesc;
import io.github.binlogcapturer.protocol.FieldInfo;
import io.github.binlogcapturer.protocol.SchemaInfo;
import io.github.binlogcapturer.spi.Region;
import org.junit.jupiter.api.Test;

import static io.github.binlogcapturer.internal.source.SourceFixture.START;
import static io.github.binlogcapturer.internal.testing.Wire.fakeAt;
import static org.assertj.core.api.Assertions.assertThat;

class FlashbackRequestTest {

    private static final Flashback FLASHBACK = Flashback.any()
            .user("ann")
            .userIp("10.0.0.1")
            .tables("shop.orders")
            .signs(7L, -1L)
            .txnIds(5L);

    private static SchemaInfo binlogTable(String... columns) {
        SchemaInfo.Builder table = Wire.binlogTable(30, "shop", "bl", 1).toBuilder();
        for (String column : columns) {
            table.addFields(FieldInfo.newBuilder().setFieldName(column));
        }
        return table.build();
    }

    @Test
    void shouldAskForEveryConditionThatServerCanCheck() {
        BinlogDesc desc =
                FlashbackRequest.of(FLASHBACK, binlogTable("ts", "user_name", "user_ip", "db_tables", "signs"));

        assertThat(desc.getFlashBackRead()).isTrue();
        assertThat(desc.getUserName().toStringUtf8()).isEqualTo("ann");
        assertThat(desc.getUserIp().toStringUtf8()).isEqualTo("10.0.0.1");
        assertThat(desc.getDbTablesList()).containsExactly(ByteString.copyFromUtf8("shop.orders"));
        assertThat(desc.getSignsList()).containsExactlyInAnyOrder(7L, -1L);
        assertThat(desc.getTxnIdsList()).containsExactly(5L);
    }

    @Test
    void shouldNotAskForWhatBinlogTableDoesNotRecord() {
        BinlogDesc desc = FlashbackRequest.of(FLASHBACK, binlogTable("ts", "user_name"));

        assertThat(desc.hasUserName()).isTrue();
        assertThat(desc.hasUserIp()).isFalse();
        assertThat(desc.getDbTablesList()).isEmpty();
        assertThat(desc.getSignsList()).isEmpty();
    }

    @Test
    void shouldNotRelyOnColumnThatWasDropped() {
        SchemaInfo table = binlogTable("ts").toBuilder()
                .addFields(FieldInfo.newBuilder().setFieldName("signs").setDeleted(true))
                .build();

        assertThat(FlashbackRequest.of(FLASHBACK, table).getSignsList()).isEmpty();
    }

    @Test
    void shouldAskForNothingWithoutFlashback() {
        assertThat(FlashbackRequest.of(null, binlogTable("signs"))).isEqualTo(BinlogDesc.getDefaultInstance());
    }

    @Test
    void shouldSendConditionsWithEveryReadOfTheTable() throws Exception {
        try (SourceFixture fixture = new SourceFixture()) {
            fixture.config.flashback = Flashback.any().user("ann");
            FakeStore store = fixture.store(request -> fakeAt(SourceFixture.begin(request) + 1));
            fixture.meta.schemas.add(binlogTable("ts", "user_name"));
            Region region = fixture.region(store.address());
            fixture.meta.schemas.remove(Wire.binlogTable(30, "shop", "bl", 1));
            fixture.source().snapshot();

            fixture.source().open(region, CommitTs.of(START)).read();

            assertThat(store.requests).singleElement().satisfies(request -> {
                assertThat(request.getBinlogDesc().getFlashBackRead()).isTrue();
                assertThat(request.getBinlogDesc().getUserName().toStringUtf8()).isEqualTo("ann");
                assertThat(SourceFixture.begin(request)).isEqualTo(START);
            });
        }
    }

    @Test
    void shouldJoinOverPiecesThatServersLeaveOut() throws Exception {
        assertThat(joinGap(Flashback.any().tables("shop.orders"))).isEqualTo(1024);
        assertThat(joinGap(Flashback.any().signs(7L))).isEqualTo(1024);
        assertThat(joinGap(Flashback.any().user("ann"))).isEqualTo(1);
    }

    private static int joinGap(Flashback flashback) throws InterruptedException {
        try (SourceFixture fixture = new SourceFixture()) {
            fixture.config.flashback = flashback;
            fixture.region("h:1");
            return fixture.source().snapshot().joinGap();
        }
    }
}
